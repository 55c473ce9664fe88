import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Draft, When } from '../draft.ts'
import { quote } from '../words.ts'
import { isPath, isWholePath } from './department-path.ts'
import { named } from './groups.ts'
import type { Teller } from './tellers.ts'
import { oncePerCondition } from './when.ts'

/** Where a condition asks for something that a source never tells of anybody, or for another source. */
export interface Obstacle {
  readonly at: Path
  readonly fact:
    | 'source'
    | 'departments'
    | 'named'
    | `path ${string}`
    | `group ${string}`
    | `attributes.${string}`
}

/** The sources that a map of a condition names in its key `source`. */
interface Wish {
  readonly ids: ReadonlySet<string>
  /** One of them, or of those that `all` names, is not there, which has a finding of its own: it may have told anything. */
  readonly isOpen: boolean
}

export type WishOf = (when: When) => Wish

export function wishesIn(draft: Draft): WishOf {
  const known = new Set(draft.ids.sources.map(({ id }) => id))
  return oncePerCondition(when => ({
    ids: new Set([when.source ?? []].flat()),
    isOpen: [...named(when)].some(id => !known.has(id)),
  }))
}

/** The first part of a condition that no identity of a source can meet. */
export function obstacleIn(
  when: When,
  at: Path,
  teller: Teller,
  wishOf: WishOf,
  isNamedAbove = false,
): Obstacle | undefined {
  if (wishOf(when).isOpen) return undefined
  const isNamed = isNamedAbove || named(when).has(teller.id)
  const below = (part: When, key: Path) => obstacleIn(part, [...at, ...key], teller, wishOf, isNamed)
  const here = obstacleHere(when, at, teller, wishOf, isNamed)
  if (here) return here
  const { all = [], any } = when
  for (const [index, part] of all.entries()) {
    const found = below(part, ['all', index])
    if (found) return found
  }
  const inAny = (any ?? []).map((part, index) => below(part, ['any', index]))
  return inAny.includes(undefined) ? undefined : inAny[0]
}

/** The same of the plain keys of one map alone. `isNamed`: it names that source, or what it lies in does. */
export function obstacleHere(
  when: When,
  at: Path,
  teller: Teller,
  wishOf: WishOf,
  isNamed: boolean,
): Obstacle | undefined {
  const { source, department, group, attribute = {} } = when
  const wish = source === undefined ? undefined : wishOf(when)
  if (wish && !wish.isOpen && !wish.ids.has(teller.id)) return { at: [...at, 'source'], fact: 'source' }
  if (department !== undefined && !teller.departments)
    return { at: [...at, 'department'], fact: 'departments' }
  if (department !== undefined && teller.departments === 'named' && !isNamed)
    return { at: [...at, 'department'], fact: 'named' }
  const groups = typeof group === 'string' ? [group] : (group ?? [])
  const isForeign = (name: string) =>
    teller.groupForm?.pattern.test(name) === false && !teller.given.has(name)
  // without the source it is nobody's at a public one, or may be of another one
  if (groups[0] !== undefined && isNamed && groups.every(isForeign))
    return { at: [...at, 'group'], fact: `group ${groups[0]}` }
  const wanted = typeof department === 'string' ? [department] : (department ?? [])
  const isTold = (entry: string) => !isPath(entry) || (teller.paths && isWholePath(entry))
  if (wanted[0] !== undefined && !wanted.some(isTold))
    return { at: [...at, 'department'], fact: `path ${wanted[0]}` }
  const unmapped = Object.keys(attribute).find(name => !teller.attributes.includes(name))
  return unmapped === undefined
    ? undefined
    : { at: [...at, 'attribute', unmapped], fact: `attributes.${unmapped}` }
}

/** What a source does not tell: `departments`, `"attributes.costCenter"`. */
export function inWords(fact: Obstacle['fact']): string {
  const path = /^path (.*)$/s.exec(fact)?.[1]
  return fact === 'departments' ? fact : path === undefined ? quote(fact) : `path ${quote(path)}`
}
