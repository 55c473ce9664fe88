import type { Path } from '../../diagnostics/diagnostic.ts'
import { otherName, suggest } from '../suggest.ts'
import { isRecord, isTypedList } from '../typed-lists.ts'
import { list, plainText, quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt, wordFor } from './context.ts'

// a file may have thousands of entries without a type, and each of them asks
const most = 200

/**
 * An entry of a file that is laid over others, to change one of theirs: they have none with its id. A new entry that
 * lacks something is another mistake.
 */
export function unmatchedEntry(
  entry: Path,
  missing: readonly string[],
  { data, locate }: Context,
): ShapeFinding | undefined {
  const [word, [name = '', index]] = [wordFor(entry), entry]
  const { layer } = locate(entry)
  const base = locate([name]).layer
  const given = valueAt(data, entry)
  // the first file that has such a list lays nothing over anything
  if (word === undefined || layer === base || !isRecord(given)) return undefined

  const others = Array.from(
    { length: Math.min(Number(index), most) },
    (_, other): Path => [name, other, 'id'],
  )
    .filter(at => locate(at).layer !== layer)
    .flatMap(at => {
      const other = valueAt(data, at)
      return typeof other === 'string' ? [{ at, id: other }] : []
    })
  const ids = others.map(other => other.id)
  const there =
    ids.length === 0 ? '' : `the ${ids.length === 1 ? 'id there is' : 'ids there are'} ${list(ids)}; `
  const lacking = missing.filter(key => key !== 'id')
  const needs =
    lacking.length === 0 ? `a new ${word} needs an id of its own` : `a new ${word} needs ${list(lacking)} too`
  const found = { rule: 'schema/missing-key', severity: 'error' } as const
  // `- type: github` of a file that has something else to say of one
  const same = others.filter(
    ({ at }) => plainText(valueAt(data, [...at.slice(0, -1), 'type'])) === given.type,
  )
  const failed = [[...entry, 'id'], ...missing.map(key => [...entry, key])]
  const isChange =
    !isTypedList(name) ||
    missing.includes('type') ||
    (missing.includes('id') && lacking.length > 0 && same.length > 0)
  const [only, another] = same
  const isOne = only !== undefined && another === undefined
  const named = namedBy(given, ids)
  if (!Object.hasOwn(given, 'id'))
    return isChange
      ? (misspeltId(entry, word, given, failed) ?? {
          ...found,
          at: entry,
          on: 'first',
          message: `missing key "id" in this ${word}: nothing says which one of ${base.file} it changes`,
          help: named ?? `add id: ${isOne ? only.id : '…'}; ${isOne ? '' : there}${needs}`,
          failed,
        })
      : undefined
  if (typeof given.id !== 'string') return undefined

  const meant = suggest(given.id, ids)
  if (meant === undefined && !isChange) return undefined
  return {
    ...found,
    at: [...entry, 'id'],
    message: `${base.file} has no ${word} ${quote(given.id)} that this could change`,
    label: meant && `did you mean ${quote(meant)}?`,
    help: `${meant === undefined ? there : `write id: ${meant}; `}${needs}`,
    related: others
      .filter(other => other.id === meant)
      .map(({ at }) => ({ at, message: `the ${word} that is there` })),
    failed,
  }
}

/** `- name: github` and `- github:`, where that is the id of an entry that is there. */
function namedBy(given: Readonly<Record<string, unknown>>, ids: readonly string[]): string | undefined {
  const { name } = given
  if (typeof name === 'string' && ids.includes(name)) return `write id: ${name} in place of name: ${name}`
  const key = Object.keys(given).find(key => ids.includes(key))
  return key === undefined
    ? undefined
    : `write - id: ${key} in place of - ${key}:, and what is below it as the keys of that`
}

/** Whether an entry is of a file that is laid over the one with the list. */
export const isLaidOver = (entry: Path, { locate }: Context): boolean =>
  locate(entry).layer !== locate(entry.slice(0, 1)).layer

/** `Id: github` in such an entry. */
function misspeltId(
  entry: Path,
  word: string,
  given: Readonly<Record<string, unknown>>,
  failed: readonly Path[],
): ShapeFinding | undefined {
  const key = Object.keys(given).find(
    name => suggest(name, ['id']) !== undefined && otherName(name, ['id']) === undefined,
  )
  if (key === undefined) return undefined
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at: [...entry, key],
    on: 'key',
    message: `unknown key ${quote(key)} in this ${word}`,
    label: 'did you mean "id"?',
    help: 'rename it to "id"',
    failed,
  }
}
