import type { Path } from '../../diagnostics/diagnostic.ts'
import { suggest } from '../suggest.ts'
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
  const id = valueAt(data, [...entry, 'id'])
  // the first file that has such a list lays nothing over anything
  if (word === undefined || typeof id !== 'string' || layer === base) return undefined

  const others = Array.from(
    { length: Math.min(Number(index), most) },
    (_, other): Path => [name, other, 'id'],
  )
    .filter(at => locate(at).layer !== layer)
    .map(at => ({ at, id: plainText(valueAt(data, at)) }))
  const ids = others.map(other => other.id)
  const meant = suggest(id, ids)
  const isChange = missing.includes('type')
  if (meant === undefined && !isChange) return undefined
  const instead = meant === undefined ? `the ids there are ${list(ids)}` : `write id: ${meant}`
  return {
    rule: 'schema/missing-key',
    severity: 'error',
    at: [...entry, 'id'],
    message: `${base.file} has no ${word} ${quote(id)} that this could change`,
    label: meant && `did you mean ${quote(meant)}?`,
    help: `${instead}; a new ${word} needs ${list(missing)} too`,
    related: others
      .filter(other => other.id === meant)
      .map(({ at }) => ({ at, message: `the ${word} that is there` })),
    failed: missing.map(key => [...entry, key]),
  }
}
