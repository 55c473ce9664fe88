import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Schema } from '../schema/schema.ts'
import { isRecord } from '../typed-lists.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import { stuckDash } from './entries.ts'
import { keyed, type Told, type Value } from './value.ts'
import { yesOrNo } from './yes-no.ts'

/** Names or their sum: what is wanted by the one key that takes both. */
const isSum = ({ type }: Schema): boolean =>
  Array.isArray(type) && type.includes('integer') && type.includes('array')

/** `"768"` and `none`, where names of permissions or their sum are wanted. */
export function sumInstead({ path, schema, value }: Value): string | undefined {
  if (!isSum(schema) || typeof value !== 'string') return undefined
  const digits = value.replaceAll('_', '')
  if (/^(?:[0-9]{1,10}|0b[01]{1,31}|0x[0-9a-f]{1,8}|0o[0-7]{1,11})$/i.test(digits))
    return `write ${keyed(path, String(Number(digits)))}`
  if (/^(?:none|no|null|nothing|无)$/i.test(value)) return `write ${keyed(path, '[]')}`
  const mode = fileModes.find(([words]) => words.test(value))
  if (mode) return `write the names, such as ${keyed(path, mode[1])}; what each is for: sso-kit permissions`
  const parts = value
    .split(/\s*(?:[+|/&,，、;；]|\band\b)\s*|\s+/)
    .flatMap(part => part.replace(stuckDash, '') || [])
  if (parts.length === 0 || parts.join('') === value) return undefined
  if (parts.every(part => /^[0-9]{1,10}$/.test(part)))
    return `write ${keyed(path, String(parts.reduce((all, part) => all | Number(part), 0)))}`
  if (parts.every(part => /^[a-z][a-z0-9_]{1,62}$/.test(part)))
    return `write ${keyed(path, `[${parts.join(', ')}]`)}`
  return undefined
}

/** `rw`, as it is said of files: no name of any, and which are meant is for a person to say. */
const fileModes: readonly (readonly [RegExp, string])[] = [
  [/^(?:r|ro|read|read[-_ ]?only|只读)$/i, '[webdav_read]'],
  [/^(?:rw|rwx|read[-_ ]?write|读写)$/i, '[webdav_read, webdav_manage]'],
]

/** Whether it is a word for all there are, which would be no name of any. */
export const isEveryName = ({ schema, value }: Value): boolean =>
  isSum(schema) && typeof value === 'string' && /^(?:all|any|every\w*|full|\*|全部|所有)$/i.test(value)

/** `[256, 512]` is one mistake. */
export function partsOfSum(value: Value): Told | undefined {
  const list = value.path.slice(0, -1)
  const schema = value.context.schemaOf(list)
  const entries = valueAt(value.context.data, list)
  if (schema === undefined || !isSum(schema) || !Array.isArray(entries)) return undefined
  const bits = entries.filter(entry => Number.isSafeInteger(entry) && entry >= 0 && entry < 2 ** 31)
  const sum = bits.reduce((all, bit) => all | bit, 0)
  return {
    message: `${value.name} must be a name, not ${value.shown}`,
    help:
      bits.length === entries.length
        ? `write ${keyed(list, String(sum))}, the sum, or the names alone`
        : 'write names alone, or nothing but the sum of all',
  }
}

/** Whether an entry before this one tells it already. */
export function isFurtherPart(data: unknown, path: readonly (string | number)[]): boolean {
  const [entries, index] = [valueAt(data, path.slice(0, -1)), path.at(-1)]
  const isNumber = (entry: unknown) => typeof entry === 'number'
  return (
    path.at(-2) === 'permissions' &&
    Array.isArray(entries) &&
    isNumber(entries[Number(index)]) &&
    entries.findIndex(isNumber) < Number(index)
  )
}

/** `{ webdav_read: true }` and `{ webdav_read }` where names are wanted: one mistake, whatever keys there are. */
export function namesAsKeys(map: Path, keys: readonly string[], context: Context): ShapeFinding | undefined {
  const schema = context.schemaOf(map) ?? {}
  const given = valueAt(context.data, map)
  if (!isSum(schema) || !isRecord(given)) return undefined
  const isSwitch = (key: string) =>
    (given[key] === null || yesOrNo(given[key]) !== undefined) && /^[a-z][a-z0-9_]{0,62}$/.test(key)
  if (keys.length < Object.keys(given).length || !keys.every(isSwitch)) return undefined
  const names = keys.filter(key => yesOrNo(given[key]) !== false)
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at: map,
    message: `${nameOf(map)} is a list of names, not a map of them`,
    help: `write ${keyed(map, `[${names.join(', ')}]`)}`,
    failed: [map, ...Object.keys(schema.properties ?? {}).map(key => [...map, key])],
  }
}
