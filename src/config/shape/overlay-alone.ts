import { basename, dirname, join } from 'node:path'
import { root } from '../schema/schema.ts'
import { suggest } from '../suggest.ts'
import { entriesIn, typedLists } from '../typed-lists.ts'
import type { ShapeFinding } from './context.ts'

/** A file that is laid over another one, without the other one: all that it lacks is one mistake. */
export function overlayAlone(
  data: Readonly<Record<string, unknown>>,
  file: string,
): ShapeFinding | undefined {
  const keys = Object.keys(data)
  const isNear = (key: string) => suggest(key, needed) !== undefined
  const lacksAll = keys.some(key => key in (root.properties ?? {})) && !keys.some(isNear)
  const changes = Object.keys(typedLists).some(list => entriesIn(data, list).some(isChange))
  const isVersioned = keys.some(key => suggest(key, ['version']) !== undefined)
  if (isVersioned || !(changes || lacksAll)) return undefined
  const name = file === '<stdin>' ? '-' : file
  return {
    rule: 'schema/missing-key',
    severity: 'error',
    at: [],
    on: 'first',
    message: 'this looks like a file that is laid over another one: it is not complete by itself',
    help: `check it with its base: sso-kit validate ${join(dirname(file), `base${extension(file)}`)}+${name}
a file of its own begins with version: 1, has publicUrl and sources, and each source has a type`,
    failed: [],
  }
}

const needed = ['version', 'publicUrl', 'sources']

/** An entry that says which one it means, and not what it is. */
const isChange = (entry: Readonly<Record<string, unknown>>): boolean =>
  typeof entry.id === 'string' && !Object.keys(entry).some(key => suggest(key, ['type']) !== undefined)

const extension = (file: string): string => (basename(file).endsWith('.yml') ? '.yml' : '.yaml')
