import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Schema } from '../schema/schema.ts'
import { quote } from '../words.ts'
import { namesOfFile } from './conditions.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { corrected } from './corrected.ts'
import { isShown } from './entries.ts'
import { exampleValue, scalar } from './example.ts'
import { fits } from './fits.ts'
import { movedEnds } from './moved-place.ts'
import { ownWords } from './own-words.ts'
import { takes } from './rename.ts'
import { isOfType, toValue } from './value.ts'

/** The map with its own keys: each with what stands under another name, or, of one pair, the key itself as the first value. */
export function withOwnKeys(
  map: Path,
  given: Readonly<Record<string, unknown>>,
  missing: readonly string[],
  unknown: readonly ShapeFinding[],
  context: Context,
): string {
  const [first = '', second, ...further] = missing
  const [[key] = [''], ...more] = Object.entries(given)
  const isPair = more.length === 0 && second !== undefined && further.length === 0
  const keys = isPair ? new Map() : keysFor(missing, unknown)
  const ends = map[0] === 'moved' ? endsIn(map, isPair ? undefined : keys, context) : undefined
  if (ends) return `{ from: ${ends[0]}, to: ${ends[1]} }`
  if (isPair && namesOfFile(first, context.data).includes(key)) {
    const text = textOf([...map, key], context.schemaOf([...map, second]), context)
    return `{ ${first}: ${key}, ${second}: ${text} }`
  }
  const pairs = missing.map(name => {
    const at = [...map, name]
    const [schema, other] = [context.schemaOf(at) ?? {}, keys.get(name)]
    return `${name}: ${other === undefined ? exampleValue(at, schema, context) : textOf([...map, other], schema, context)}`
  })
  return `{ ${[...pairs, ...condition(Object.keys(given), missing, context.schemaOf(map), context)].join(', ')} }`
}

/** Both ends of an entry of `moved`: of one pair the key and its value. What may not be shown is left out. */
function endsIn(
  map: Path,
  keys: ReadonlyMap<string, string> | undefined,
  context: Context,
): [from: string, to: string] | undefined {
  const given = Object.entries(valueAt(context.data, map) as Readonly<Record<string, unknown>>)
  const told = ([key, value]: [string, unknown]) =>
    ownWords({ path: [...map, key], value, context }) === undefined ? undefined : value
  const under = (name: string) => given.filter(([key]) => key === keys?.get(name)).map(told)[0]
  const [pair] = given
  const isNamed =
    keys === undefined &&
    pair !== undefined &&
    ownWords({ path: map, value: Object.fromEntries([pair]), context }) !== undefined
  const [from, to] = isNamed
    ? movedEnds(pair[0], pair[1], context)
    : movedEnds(under('from'), under('to'), context)
  return from !== undefined && to !== undefined ? [from, to] : undefined
}

/** Without one it would be for everybody. */
function condition(
  keys: readonly string[],
  missing: readonly string[],
  schema: Schema | undefined,
  { data }: Context,
): string[] {
  if (schema?.properties?.when === undefined || missing.includes('when')) return []
  const groups = namesOfFile('group', data)
  return [`when: { group: ${keys.find(key => groups.includes(key)) ?? '…'} }`]
}

/** Under which key each that is missing stands: by its name, or since nothing else is left. */
function keysFor(missing: readonly string[], unknown: readonly ShapeFinding[]): ReadonlyMap<string, string> {
  const nameOf = ({ failed }: ShapeFinding) =>
    failed.map(path => String(path.at(-1))).find(name => missing.includes(name))
  const named = new Map(
    unknown.flatMap(finding => {
      const name = nameOf(finding)
      return name === undefined ? [] : [[name, String(finding.at.at(-1))] as const]
    }),
  )
  const rest = unknown.filter(finding => nameOf(finding) === undefined)
  const open = missing.filter(name => !named.has(name))
  if (rest.length === open.length)
    for (const [index, name] of open.entries()) named.set(name, String(rest[index]?.at.at(-1)))
  return named
}

/** What somebody wrote, where it can stand there and may be shown. */
function textOf(at: Path, schema: Schema = {}, context: Context): string {
  const given = toValue({ path: at, keyword: 'type', params: {} }, context)
  if (typeof given.value === 'object')
    return (
      (takes(schema, given.value) ? ownWords(given) : undefined) ??
      (isOfType(schema, 'array') ? '[…]' : '{ … }')
    )
  if (schema['x-secret'] === true) return exampleValue(at, schema, context)
  const text = isShown(given)
    ? scalar(fits(given.value, schema) ? given.value : corrected(given.value, schema))
    : undefined
  return text === undefined
    ? isOfType(schema, 'array')
      ? '[…]'
      : '…'
    : /[,[\]{}]/.test(text) && !text.startsWith('"')
      ? quote(text)
      : text
}
