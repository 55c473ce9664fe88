import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { inspect } from 'node:util'
import type { Secret } from '../options.ts'
import type { Reference } from './config.ts'
import { isPlaceName, isProgramName, referenceKinds } from './place-name.ts'
import { beginningOf } from './read-file.ts'

/** Where references lead. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>
  /** `file:` references are relative to the folder of the configuration file. */
  folder: string
  /** `exec:` runs programs; only where the command line says so. */
  allowExec: boolean
}

export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' &&
  value !== null &&
  [...referenceKinds, 'literal'].some(key => key in value) &&
  // a map that takes anything may have a text there
  (!('exec' in value) || isTexts(value.exec))

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every(word => typeof word === 'string')

/** In a map that takes anything a reference is what has no other key, and names a place: `{ env: { … } }` is a map. */
export const asReference = (value: unknown): Reference | undefined =>
  isReference(value) && Object.keys(value).length === 1 && Object.entries(value).every(isPlace)
    ? value
    : undefined

const isPlace = ([kind, name]: [string, unknown]): boolean => kind === 'exec' || typeof name === 'string'

/** A free map with other values for its references, at any depth. The map is none itself: `options: { file: … }`. */
export const replaceReferences = (
  map: object,
  replace: (reference: Reference) => unknown,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, replaceIn(value, replace)]))

function replaceIn(value: unknown, replace: (reference: Reference) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(below => replaceIn(below, replace))
  const reference = asReference(value)
  return reference ? replace(reference) : replaceReferences(value, replace)
}

/** A reference in words, for messages: never the value, nor what is no name of a place and may be the secret itself. */
export function describe(reference: Reference): string {
  if ('literal' in reference) return 'a literal'
  if ('exec' in reference) {
    const [program = ''] = reference.exec
    return `exec ${isProgramName(program) ? program : '…'}`
  }
  const [kind = '', name = ''] = Object.entries(reference)[0] ?? []
  return `${kind} ${named(kind, name)}`
}

const named = (kind: string, name: string): string => (isPlaceName(kind, name) ? name : '…')

/** `the environment variable GITHUB_CLIENT_SECRET`, or `named here` where the name may be the secret itself. */
export function inWords(reference: Reference): string {
  const [kind = '', name] = Object.entries(reference)[0] ?? []
  const what = kind === 'env' ? 'environment variable' : kind
  return isPlaceName(kind, String(name)) ? `the ${what} ${name}` : `the ${what} named here`
}

/** In bytes: what a reference leads to is no longer, wherever that is. */
export const mostBytes = 1024 * 1024

/** The `cause` of the error about what is longer. */
export const tooLong = 'has more than 1 MiB'

/** Not `env[name]`: every object has a `constructor`. */
export const variable = ({ env }: Surroundings, name: string): string | undefined =>
  Object.hasOwn(env, name) ? env[name] : undefined

/** The value a reference leads to. One newline at the end of a file is not part of it. Throws with a reason in words. */
export function read(reference: Reference, surroundings: Surroundings): string {
  const { env, folder, allowExec } = surroundings
  const value = look(reference)
  if (value === '') throw new Error(`${describe(reference)} is empty`)
  return value

  function look(ref: Reference): string {
    if ('literal' in ref) return ref.literal
    if ('env' in ref) {
      const found = variable(surroundings, ref.env)
      if (found === undefined) throw new Error(`${inWords(ref)} is not set`)
      if (Buffer.byteLength(found) > mostBytes)
        throw new Error(`${inWords(ref)} ${tooLong}`, { cause: tooLong })
      return found
    }
    if ('file' in ref) return text(resolve(folder, ref.file), ref)
    if ('credential' in ref) {
      const directory = env.CREDENTIALS_DIRECTORY
      if (directory === undefined) throw new Error(`${describe(ref)}: systemd set no CREDENTIALS_DIRECTORY`)
      return text(join(directory, ref.credential), ref)
    }
    if (!allowExec) throw new Error(`${describe(ref)}: programs are run only with --allow-exec`)
    const [program = '', ...args] = ref.exec
    try {
      return withoutNewline(
        execFileSync(program, args, {
          encoding: 'utf8',
          cwd: folder,
          timeout: 10_000,
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      )
    } catch (error) {
      throw new Error(`${describe(ref)} failed: ${code(error)}`)
    }
  }
}

/** Of a path by its own words what it is in the end: the folder it begins in is what people get wrong. */
function text(path: string, reference: Reference): string {
  const [[kind = '', name] = []] = Object.entries(reference)
  const file = isPlaceName(kind, String(name)) ? `the file ${path}` : inWords(reference)
  const bytes = bytesOf()
  if (bytes.length > mostBytes) throw new Error(`${file} ${tooLong}`, { cause: tooLong })
  return withoutNewline(bytes.toString('utf8'))

  function bytesOf(): Buffer {
    try {
      return beginningOf(path, mostBytes + 1)
    } catch (error) {
      throw new Error(`${file} cannot be read: ${code(error)}`)
    }
  }
}

const withoutNewline = (value: string) => value.replace(/\r?\n$/, '')

/** Never the message: an error of a child process quotes what the program printed. */
const code = (error: unknown) =>
  (error as { code?: string | number }).code ?? (error as { status?: number }).status ?? 'failed'

/** A secret that prints as its origin. */
export function secret(value: string, origin: string): Secret {
  const shown = `‹secret ${origin}›`
  return Object.freeze({
    reveal: () => value,
    toString: () => shown,
    toJSON: () => shown,
    [inspect.custom]: () => shown,
  })
}
