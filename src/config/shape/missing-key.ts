import type { Path } from '../../diagnostics/diagnostic.ts'
import { certain } from '../certain.ts'
import { suggest } from '../suggest.ts'
import { entryWord, isRecord } from '../typed-lists.ts'
import { list, plainText, quote } from '../words.ts'
import { type Context, nameOf, type ShapeFinding, valueAt, within } from './context.ts'
import { idInstead } from './entry-id.ts'
import { example } from './example.ts'
import { baseAlone } from './overlay-alone.ts'
import { renamed } from './rename.ts'

/** All that one map lacks, in one finding. */
export function missingKeys(map: Path, missing: readonly string[], context: Context): ShapeFinding {
  const again = writtenTwice(map, context)
  if (again) return again
  const where = within(map, context)
  const lines = missing.map(key => {
    const schema = context.schemaOf([...map, key]) ?? {}
    return `add ${example([...map, key], schema, context)}${inWords(key, schema.title)}`
  })
  return {
    rule: 'schema/missing-key',
    severity: 'error',
    at: map,
    on: 'first',
    message: `missing ${missing.length === 1 ? 'key' : 'keys'} ${list(missing)} ${where}`,
    label: entryWord(map) && `this ${entryWord(map)}`,
    help: lines.join('\n') + (map.length === 0 ? baseAlone(missing, context) : ''),
    failed: missing.map(key => [...map, key]),
  }
}

/** What the key stands for; a title that only says the key again says nothing. */
const inWords = (key: string, title: string | undefined): string =>
  title === undefined || title.replaceAll(/[ -]/g, '').toLowerCase() === key.toLowerCase()
    ? ''
    : ` (${title})`

/** An entry without `type`. */
export function missingType(
  entry: Path,
  given: Readonly<Record<string, unknown>>,
  types: readonly string[],
  context: Context,
): ShapeFinding {
  const keys = Object.keys(given)
  const isOnly = keys.length === 1
  const saysType = (name: string) => isRecord(given[name]) && Object.hasOwn(given[name], 'type')
  // `- files:`, with the type below it
  const key = keys.find(saysType) ?? keys[0] ?? ''
  const again = writtenTwice(entry, context)
  if (again) return again
  const id = isOnly || saysType(key) ? idInstead(key, given, () => saysType(key)) : undefined
  // many are called what they are
  const meant = types.find(type => type === given.id)
  return {
    rule: 'schema/missing-key',
    severity: 'error',
    at: entry,
    on: 'first',
    message: `missing key "type" in ${nameOf(entry)}`,
    label: `of which type is this ${entryWord(entry)}?`,
    help: id ?? (meant === undefined ? `add type: …; the types are ${list(types)}` : `add type: ${meant}`),
    failed: [[...entry, 'type']],
  }
}

/** `- id: local` on two lines: the other of the two has the rest. */
function writtenTwice(entry: Path, { data, positions }: Context): ShapeFinding | undefined {
  const [list = '', index] = [entry[0], Number(entry[1])]
  const given = entry.length === 2 ? valueAt(data, entry) : undefined
  // the data has the defaults, too
  const [key, ...others] = Object.keys(isRecord(given) ? given : {}).filter(name =>
    positions.has([...entry, name]),
  )
  const id = isRecord(given) && key === 'id' && others.length === 0 ? given.id : undefined
  const other = [index + 1, index - 1].find(
    beside => typeof id === 'string' && valueAt(data, [list, beside, 'id']) === id,
  )
  if (other === undefined) return undefined
  return {
    rule: 'id/duplicate',
    severity: 'error',
    at: [...entry, 'id'],
    message: `two ${list} have the id ${quote(String(id))}, and this one has nothing else`,
    help: 'remove this line',
    related: [{ at: [list, other, 'id'], message: 'the other one' }],
    failed: [entry],
  }
}

/** `typ: dingtalk`. */
export function misspeltType(
  entry: Path,
  key: string,
  value: unknown,
  types: readonly string[],
): ShapeFinding {
  const text = plainText(value)
  // `protocol: openid-connect`
  const meant = types.includes(text) ? undefined : suggest(text, types)
  const isSure = meant === undefined && certain(key, ['type']) !== undefined
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at: [...entry, key],
    on: 'key',
    message: `unknown key ${quote(key)} in ${nameOf(entry)}`,
    label: 'did you mean "type"?',
    help: `${meant === undefined ? 'rename it to "type"' : `write type: ${meant}`}; it is required`,
    fix: isSure ? renamed([...entry, key], 'type') : undefined,
    failed: [[...entry, 'type']],
  }
}
