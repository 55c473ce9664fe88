import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Layer } from '../document.ts'
import { isTypedList } from '../typed-lists.ts'
import type { Context, ShapeFinding } from './context.ts'
import { isLaidOver } from './unmatched-entry.ts'

/**
 * What an entry of a later file lacks follows from a mistake of a file under it, where that has a list or an id that
 * nobody finds so.
 */
export function withoutUnmatched(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  if (context.alone !== undefined || findings.length < 2) return [...findings]
  const layerOf = ({ at }: ShapeFinding) => context.locate(at).layer
  // the first in each file: there may be thousands of both
  const causes = new Map<unknown, Map<Layer, ShapeFinding>>()
  for (const finding of findings)
    for (const list of listsWithoutIds(finding)) {
      const known = causes.get(list) ?? new Map<Layer, ShapeFinding>()
      if (!known.has(layerOf(finding))) known.set(layerOf(finding), finding)
      causes.set(list, known)
    }
  // a list with an entry that is no map is merged with none: its other entries stand alone
  const unmerged = new Map<unknown, ShapeFinding>()
  for (const finding of findings)
    if (isNoMap(finding) && !unmerged.has(finding.at[0])) unmerged.set(finding.at[0], finding)
  const effects = new Map<ShapeFinding, ShapeFinding[]>()
  const told = findings.filter(finding => {
    const known = lacksAll(finding) ? causes.get(finding.at[0]) : undefined
    const alone = lacksAll(finding) ? unmerged.get(finding.at[0]) : undefined
    const cause = alone ?? [...(known ?? [])].find(([layer]) => layer !== layerOf(finding))?.[1]
    if (cause === undefined) return true
    const mine = effects.get(cause)
    if (mine) mine.push(finding)
    else effects.set(cause, [finding])
    return false
  })
  const whole = told.map(finding => ({
    ...finding,
    failed: [...finding.failed, ...(effects.get(finding) ?? []).flatMap(({ failed }) => failed)],
  }))
  return withoutOtherNameless(whole, context)
}

/** Whoever writes entries by their name or type writes all of a list so: it is told of the first. */
function withoutOtherNameless(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const all = new Map<string, ShapeFinding[]>()
  for (const finding of findings) {
    const [list, index, ...more] = finding.at
    const isNameless = finding.failed.some(path => path.length === 3 && path[2] === 'id')
    if (finding.rule !== 'schema/missing-key' || more.length > 0 || typeof index !== 'number' || !isNameless)
      continue
    if (!isLaidOver(finding.at, context)) continue
    const name = `${String(list)} ${context.locate(finding.at).layer.file}`
    all.set(name, [...(all.get(name) ?? []), finding])
  }
  const others = new Map([...all.values()].map(([first, ...more]) => [first, more]))
  const dropped = new Set([...others.values()].flat())
  return findings.flatMap(finding => {
    if (dropped.has(finding)) return []
    const more = others.get(finding) ?? []
    if (more.length === 0) return [finding]
    return [
      {
        ...finding,
        related: more
          .slice(0, mostShown)
          .map(({ at }) => ({ at, on: 'first', message: 'and this has none' })),
        failed: [finding, ...more].flatMap(({ failed }) => failed),
      },
    ]
  })
}

/** Of the entries of a list, which may be thousands. */
const mostShown = 4

/** The lists of which an id, or all, has a name or a form that it cannot have. */
const listsWithoutIds = ({ rule, at, failed }: ShapeFinding): readonly unknown[] =>
  rule === 'schema/missing-key' && at[2] === 'id'
    ? []
    : [...new Set([at, ...failed].filter(isOfIds).map(([list]) => list))]

const isOfIds = (path: Path): boolean => path.length === 1 || (path.length === 3 && path[2] === 'id')

const isNoMap = ({ rule, at: [list, index, ...more] }: ShapeFinding): boolean =>
  rule === 'schema/wrong-type' && isTypedList(list) && typeof index === 'number' && more.length === 0

/** It says neither what it is nor, if it need not, for whom. */
const lacksAll = ({ rule, at: [list, index, ...more], failed }: ShapeFinding): boolean =>
  rule === 'schema/missing-key' &&
  typeof index === 'number' &&
  (more.length === 0 || more[0] === 'id') &&
  (!isTypedList(list) || failed.some(path => path.length === 3 && path[2] === 'type'))
