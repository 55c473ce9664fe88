import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { When } from '../../draft.ts'
import type { RuleFinding } from '../../finding.ts'
import { list } from '../../words.ts'
import { flow } from '../../written.ts'
import { conditionsOf } from '../conditions.ts'
import { contradictoryNot } from '../contradictory.ts'
import { named } from '../groups.ts'
import { inWords, type Obstacle, obstacleHere, obstacleIn, type WishOf, wishesIn } from '../obstacle.ts'
import { perKind } from '../per-kind.ts'
import type { Rule } from '../rule.ts'
import { type Teller, tellersOf } from '../tellers.ts'
import { oncePerCondition } from '../when.ts'

/** A `not` of what a source never tells leaves out none of its people: they get what was meant for others. */
export const notAlwaysMet: Rule = draft => {
  const conditions = conditionsOf(draft).filter(
    ({ when, at }) => mayLeaveOpen(when) && !contradictoryNot(when, at),
  )
  if (conditions.length === 0) return []
  // who has a password here an administrator knows
  const tellers = tellersOf(draft).filter(({ isOpen, isLocal }) => isOpen && !isLocal)
  const wishOf = wishesIn(draft)
  return conditions.flatMap(({ at, when }): RuleFinding[] => {
    const metBy = perKind(when, teller => meet(when, at, teller, wishOf))
    const met = tellers.map(metBy)
    const first = met.find(isEmpty)
    if (first === undefined) return []
    const place = first.at.join()
    const isThere = (one: (typeof met)[number]) => one === first || (isEmpty(one) && one.at.join() === place)
    const all = tellers.filter((_, index) => isThere(met[index]))
    return [finding(first, all, tellers)]
  })
}

/** Whether a `not` of it asks for what not every source tells. */
const mayLeaveOpen = ({ not, all = [], any = [] }: When): boolean =>
  (not !== undefined && asksForFacts(not)) || all.some(mayLeaveOpen) || any.some(mayLeaveOpen)

const asksForFacts = ({ department, attribute, all = [], any = [] }: When): boolean =>
  department !== undefined || attribute !== undefined || all.some(asksForFacts) || any.some(asksForFacts)

/**
 * How people of a source meet a condition that does not name it: `never`, or by the first `not` in it that holds for all
 * of them. Undefined: some do, and some may not.
 */
function meet(when: When, at: Path, teller: Teller, wishOf: WishOf): 'never' | Obstacle | undefined {
  // whom a condition names is meant by it
  if (named(when).has(teller.id) || leftOut(when).has(teller.id)) return 'never'
  if (obstacleHere(when, at, teller, wishOf, false)) return 'never'
  const { not, all = [], any = [] } = when
  const below = (key: 'all' | 'any') => (part: When, index: number) =>
    meet(part, [...at, key, index], teller, wishOf)
  const [inAll, inAny] = [all.map(below('all')), any.map(below('any'))]
  if (inAll.includes('never') || (inAny.length > 0 && inAny.every(one => one === 'never'))) return 'never'
  return (not && heldBy(not, [...at, 'not'], teller, wishOf)) ?? [...inAll, ...inAny].find(isEmpty)
}

const isEmpty = (met: ReturnType<typeof meet>): met is Obstacle => typeof met === 'object'

/** The place of a `not`, and what a source would have to tell for it to leave out anybody. */
function heldBy(not: When, at: Path, teller: Teller, wishOf: WishOf): Obstacle | undefined {
  // below a `not` everything counts that somebody says
  const said = teller.departments === 'named' ? { ...teller, departments: true } : teller
  const untold = asksForFacts(not) ? obstacleIn(not, at, said, wishOf) : undefined
  return untold && /^(?:departments$|path |attributes\.)/.test(untold.fact)
    ? { at, fact: untold.fact }
    : undefined
}

/** `not: { source: github }`, at this level or in one of `all`. */
const leftOut: (when: When) => ReadonlySet<string> = oncePerCondition(({ not = {}, all = [] }) => {
  const here = Object.keys(not).length === 1 ? (not.source ?? []) : []
  return new Set([here, ...all.map(part => [...leftOut(part)])].flat())
})

const tells =
  (fact: Obstacle['fact']) =>
  ({ departments, paths, attributes }: Teller): boolean =>
    fact.startsWith('attributes.')
      ? attributes.includes(fact.slice('attributes.'.length))
      : departments !== false && (fact === 'departments' || paths)

function finding({ at, fact }: Obstacle, all: readonly Teller[], tellers: readonly Teller[]): RuleFinding {
  const isOne = all.length === 1
  const others = tellers.filter(tells(fact)).map(({ id }) => id)
  const named = others.length === 1 ? others[0] : flow(others)
  return {
    at,
    on: 'key',
    message: `this leaves out nobody of the ${isOne ? 'source' : 'sources'} ${list(all.map(({ id }) => id))}, which ${isOne ? 'tells' : 'tell'} no ${inWords(fact)}`,
    help:
      others.length > 0
        ? `write beside it which sources are meant, such as source: ${named}`
        : 'leave people out by something that is told, such as a group',
  }
}
