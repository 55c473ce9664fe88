import { basename, dirname, join } from 'node:path'
import { root } from '../schema/schema.ts'
import { suggest } from '../suggest.ts'
import { entriesIn, isRecord, typedLists } from '../typed-lists.ts'
import type { Context, ShapeFinding } from './context.ts'

/** A file that is laid over another one, without the other one: all that it lacks is one mistake. */
export function overlayAlone(
  data: Readonly<Record<string, unknown>>,
  file: string,
): ShapeFinding | undefined {
  const keys = Object.keys(data)
  // an environment's own address is what such a file often begins with
  const isNear = (key: string) => key !== 'publicUrl' && suggest(key, needed) !== undefined
  const lacksAll = keys.some(key => key in (root.properties ?? {})) && !keys.some(isNear)
  const changes = Object.keys(typedLists).some(list => entriesIn(data, list).some(isChange))
  // `session` is a key of its own, though it is nearly the same
  const isVersioned = keys.some(
    key => key === 'version' || (!(key in (root.properties ?? {})) && suggest(key, version) !== undefined),
  )
  if (isVersioned || !(changes || lacksAll)) return undefined
  return {
    rule: 'schema/missing-key',
    severity: 'error',
    at: [],
    on: 'first',
    message: 'this looks like a file that is laid over another one: it is not complete by itself',
    help: `check it with its base: sso-kit validate ${beside(file, 'base')}+${named(file)}
a file of its own begins with version: 1, has publicUrl and sources, and each source has a type`,
    failed: [],
  }
}

/** What to add to the help for a file that lacks nothing but its address: that of an environment may bring it. */
export function baseAlone(missing: readonly string[], { alone, data }: Context): string {
  // a key that nobody knows may be the very one
  const isComplete = isRecord(data) && Object.keys(data).every(key => key in (root.properties ?? {}))
  if (alone === undefined || missing.join() !== 'publicUrl' || !isComplete) return ''
  return `\nor check it with the file that brings it: sso-kit validate ${named(alone)}+FILE`
}

const named = (file: string): string => (file === '<stdin>' ? '-' : file)
const beside = (file: string, name: string): string => join(dirname(file), `${name}${extension(file)}`)

const needed = ['version', 'publicUrl', 'sources']
const version = ['version']
const type = ['type']

/** An entry that says which one it means, and not what it is. */
const isChange = (entry: Readonly<Record<string, unknown>>): boolean =>
  typeof entry.id === 'string' &&
  !Object.hasOwn(entry, 'type') &&
  !Object.keys(entry).some(key => suggest(key, type) !== undefined)

const extension = (file: string): string => (basename(file).endsWith('.yml') ? '.yml' : '.yaml')
