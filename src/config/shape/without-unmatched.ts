import type { Path } from '../../diagnostics/diagnostic.ts'
import { isTypedList } from '../typed-lists.ts'
import type { Context, ShapeFinding } from './context.ts'

/**
 * What an entry of a later file lacks follows from a mistake of a file under it, where that has a list or an id that
 * nobody finds so.
 */
export function withoutUnmatched(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  if (context.alone !== undefined || findings.length < 2) return [...findings]
  const layerOf = ({ at }: ShapeFinding) => context.locate(at).layer
  const causes = new Map<unknown, ShapeFinding[]>()
  for (const finding of findings)
    for (const list of listsWithoutIds(finding)) causes.set(list, [...(causes.get(list) ?? []), finding])
  const effects = new Map<ShapeFinding, ShapeFinding[]>()
  const told = findings.filter(finding => {
    const cause = lacksAll(finding)
      ? causes.get(finding.at[0])?.find(other => layerOf(other) !== layerOf(finding))
      : undefined
    if (cause) effects.set(cause, [...(effects.get(cause) ?? []), finding])
    return cause === undefined
  })
  return told.map(finding => ({
    ...finding,
    failed: [...finding.failed, ...(effects.get(finding) ?? []).flatMap(({ failed }) => failed)],
  }))
}

/** The lists of which an id, or all, has a name or a form that it cannot have. */
const listsWithoutIds = ({ rule, at, failed }: ShapeFinding): readonly unknown[] =>
  rule === 'schema/missing-key' && at[2] === 'id'
    ? []
    : [...new Set([at, ...failed].filter(isOfIds).map(([list]) => list))]

const isOfIds = (path: Path): boolean => path.length === 1 || (path.length === 3 && path[2] === 'id')

/** It says neither what it is nor, if it need not, for whom. */
const lacksAll = ({ rule, at: [list, index, ...more], failed }: ShapeFinding): boolean =>
  rule === 'schema/missing-key' &&
  typeof index === 'number' &&
  (more.length === 0 || more[0] === 'id') &&
  (!isTypedList(list) || failed.some(path => path.length === 3 && path[2] === 'type'))
