import { type Stats, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Reference } from '../config.ts'
import type { Finding } from '../finding.ts'
import { isPlaceName } from '../place-name.ts'
import type { Place } from '../rules/references.ts'
import { inWords, read, type Surroundings, tooLong, variable } from '../secrets.ts'
import { isPublic } from './contents.ts'
import { type Fault, labelOf, wrong } from './looking.ts'

/** Where a variable, a file or a credential should be and is not. */
export function notThere(place: Place, surroundings: Surroundings): Finding | undefined {
  const { reference } = place
  const { env } = surroundings
  const missing = (message: string, help: string) =>
    wrong(place, { rule: 'env' in reference ? 'secret/env-missing' : 'secret/file-missing', message, help })
  if ('env' in reference) {
    const value = variable(surroundings, reference.env)
    if (value !== undefined && value !== '') return undefined
    return missing(`is ${value === undefined ? 'not set' : 'empty'}`, 'set it where the server runs')
  }
  if ('credential' in reference && env.CREDENTIALS_DIRECTORY === undefined)
    return missing(
      'has no place: CREDENTIALS_DIRECTORY is not set',
      'run this where systemd loads the credentials, or set CREDENTIALS_DIRECTORY',
    )
  const found = stateOf(pathOf(reference, surroundings))
  if (found?.isFile() && found.size > 0) return undefined
  return missing(
    found === undefined ? 'is not there' : found.isFile() ? 'is empty' : 'is not a file',
    'credential' in reference ? 'name it in LoadCredential=' : 'put the value there, or correct the path',
  )
}

const unreadable: Fault = {
  rule: 'secret/file-missing',
  message: 'cannot be read, or holds nothing',
  help: 'put the value there, and let the user of the server read it',
}

const larger: Fault = { message: tooLong, help: 'put there what this key takes, and nothing else' }

/** What a reference leads to, or why it is not taken. However many references lead to a file, it is read once. */
export function lookUp(reference: Reference, looking: Surroundings): string | Fault {
  if (!('file' in reference || 'credential' in reference)) return freshly(reference, looking)
  const known = readAlready.get(looking) ?? { values: new Map<string, string | Fault>(), room: mostKept }
  readAlready.set(looking, known)
  const path = pathOf(reference, looking)
  const value = known.values.get(path) ?? freshly(reference, looking)
  const length = typeof value === 'string' ? value.length : 0
  if (known.values.has(path) || length > known.room) return value
  known.values.set(path, value)
  known.room -= length
  return value
}

const readAlready = new WeakMap<Surroundings, { values: Map<string, string | Fault>; room: number }>()

/** In characters: a repository may have any number of large files. */
const mostKept = 32 * 1024 * 1024

function freshly(reference: Reference, looking: Surroundings): string | Fault {
  try {
    return read(reference, looking)
  } catch (error) {
    return (error as Error).cause === tooLong ? larger : unreadable
  }
}

export function readOr(reference: Reference, looking: Surroundings): string | undefined {
  const value = lookUp(reference, looking)
  return typeof value === 'string' ? value : undefined
}

/** Certificates and metadata are no secret, and systemd looks after its credentials itself. */
export function openFile(
  { at, reference, written, schema }: Place,
  surroundings: Surroundings,
): Finding | undefined {
  if (!('file' in reference) || isPublic(schema['x-holds']) || process.platform === 'win32') return undefined
  const { file } = written && 'file' in written ? written : reference
  const mode = stateOf(pathOf(reference, surroundings))?.mode ?? 0
  if ((mode & 0o004) === 0) return undefined
  return {
    rule: 'secret/file-permissions',
    severity: 'warning',
    at,
    message: `every user of this machine can read ${inWords(written ?? reference)} (mode ${(mode & 0o777).toString(8).padStart(3, '0')})`,
    label: labelOf(at),
    help: `take the right away: chmod o-rwx ${isPlaceName('file', file) ? file : 'FILE'}`,
  }
}

const pathOf = (reference: Reference, { env, folder }: Surroundings): string =>
  'file' in reference
    ? resolve(folder, reference.file)
    : resolve(env.CREDENTIALS_DIRECTORY ?? folder, 'credential' in reference ? reference.credential : '')

export function stateOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
