import { type Stats, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Reference } from '../config.ts'
import type { Finding } from '../finding.ts'
import { isPlaceName } from '../place-name.ts'
import type { Place } from '../rules/references.ts'
import { inWords, read, type Surroundings } from '../secrets.ts'
import { isPublic } from './contents.ts'
import { type Fault, labelOf, wrong } from './looking.ts'

/** Where a variable, a file or a credential should be and is not. */
export function notThere(place: Place, surroundings: Surroundings): Finding | undefined {
  const { reference } = place
  const { env } = surroundings
  const missing = (message: string, help: string) =>
    wrong(place, { rule: 'env' in reference ? 'secret/env-missing' : 'secret/file-missing', message, help })
  if ('env' in reference) {
    const value = env[reference.env]
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

export const unreadable: Fault = {
  rule: 'secret/file-missing',
  message: 'cannot be read, or holds nothing',
  help: 'put the value there, and let the user of the server read it',
}

export function readOr(reference: Reference, surroundings: Surroundings): string | undefined {
  try {
    return read(reference, surroundings)
  } catch {
    return undefined
  }
}

/** Certificates and metadata are no secret, and systemd looks after its credentials itself. */
export function openFile({ at, reference, schema }: Place, surroundings: Surroundings): Finding | undefined {
  if (!('file' in reference) || isPublic(schema['x-holds']) || process.platform === 'win32') return undefined
  const mode = stateOf(pathOf(reference, surroundings))?.mode ?? 0
  if ((mode & 0o004) === 0) return undefined
  return {
    rule: 'secret/file-permissions',
    severity: 'warning',
    at,
    message: `every user of this machine can read ${inWords(reference)} (mode ${(mode & 0o777).toString(8).padStart(3, '0')})`,
    label: labelOf(at),
    help: `take the right away: chmod o-rwx ${isPlaceName('file', reference.file) ? reference.file : 'FILE'}`,
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
