import type { Path } from '../../diagnostics/diagnostic.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'

/**
 * A line with a wrong indentation is one mistake: the key that one map lacks stands in another, or what belongs below
 * a key stands beside it.
 */
export function withoutDisplaced(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const causeOf = causes(findings, context)
  const consequences = new Map<ShapeFinding, ShapeFinding>()
  const effects = new Map<ShapeFinding, ShapeFinding[]>()
  for (const finding of findings) {
    const cause = causeOf(finding)
    if (cause === undefined || cause === finding || consequences.has(cause)) continue
    consequences.set(finding, cause)
    const mine = effects.get(cause)
    if (mine) mine.push(finding)
    else effects.set(cause, [finding])
  }
  return findings
    .filter(finding => !consequences.has(finding))
    .map(finding => {
      const mine = effects.get(finding) ?? []
      const key = finding.at.at(-1)
      const lacking = mine.find(
        ({ rule, failed }) => rule === 'schema/missing-key' && failed.some(path => path.at(-1) === key),
      )
      const place = lacking && (context.positions.where(lacking.at) || 'the top level')
      return {
        ...finding,
        ...(place !== undefined && { help: `move it to where it is missing: ${place}`, fix: undefined }),
        failed: [...finding.failed, ...mine.flatMap(({ at, failed }) => (failed.length > 0 ? failed : [at]))],
      }
    })
}

/** Answers which unknown key a finding follows from. A file may have thousands of both: no search for each. */
function causes(findings: readonly ShapeFinding[], { data, schemaOf }: Context) {
  const unknown = findings.filter(({ rule }) => rule === 'schema/unknown-key')
  const keysOf = (map: Path) => Object.keys(schemaOf(map)?.properties ?? {})
  const byKey = firsts(unknown, ({ at }) => String(at.at(-1)))
  const byLevel = firsts(unknown, ({ at }) => `${at.length} ${at.at(-1)}`)
  // `ui:` in another map, with its keys beside it; or one level too deep, in the map before it
  const emptied = firsts(
    unknown.filter(({ at }) => valueAt(data, at) === null),
    ({ at }) => String(at.at(-1)),
  )
  const belongsTo = new Map(
    [...emptied]
      .reverse()
      .flatMap(([map, finding]) =>
        [[map], [...finding.at.slice(0, -2), map]].flatMap(keysOf).map(key => [key, finding] as const),
      ),
  )

  // `apps:` in the last entry of the list before it, which then goes on with the entries of `apps`
  const lists = new Map<string | number, ShapeFinding>()
  for (const finding of unknown) {
    const [list = '', index, key, ...deeper] = finding.at
    const isList = typeof key === 'string' && schemaOf([key])?.items !== undefined
    if (typeof index === 'number' && isList && deeper.length === 0 && valueAt(data, finding.at) === null)
      if (!lists.has(list)) lists.set(list, finding)
  }
  const takenIn = ([list = '', index]: Path): ShapeFinding | undefined => {
    const from = lists.get(list)
    return typeof index === 'number' && index > Number(from?.at[1]) ? from : undefined
  }

  return ({ rule, at, failed }: ShapeFinding): ShapeFinding | undefined => {
    const list = takenIn(at)
    if (list) return list
    if (rule === 'schema/missing-key' && failed.length === 1) return byKey.get(String(failed[0]?.at(-1)))
    // `server:` with its keys beside it
    if (rule === 'schema/wrong-type' && valueAt(data, at) === null)
      return keysOf(at)
        .map(key => byLevel.get(`${at.length} ${key}`))
        .find(finding => finding !== undefined)
    return rule === 'schema/unknown-key' ? belongsTo.get(String(at.at(-1))) : undefined
  }
}

function firsts(findings: readonly ShapeFinding[], keyOf: (finding: ShapeFinding) => string) {
  const found = new Map<string, ShapeFinding>()
  for (const finding of findings) {
    const key = keyOf(finding)
    if (!found.has(key)) found.set(key, finding)
  }
  return found
}
