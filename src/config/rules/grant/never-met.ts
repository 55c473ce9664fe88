import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Form } from '../../../plugin.ts'
import type { RuleFinding } from '../../finding.ts'
import { suggest } from '../../suggest.ts'
import { list, quote } from '../../words.ts'
import { conditionsOf } from '../conditions.ts'
import { contradictoryNot } from '../contradictory.ts'
import { isWholePath } from '../department-path.ts'
import { knowsGroupsOf } from '../groups.ts'
import { inWords, type Obstacle, obstacleIn, wishesIn } from '../obstacle.ts'
import { perKind } from '../per-kind.ts'
import type { Rule } from '../rule.ts'
import { type Teller, tellersOf } from '../tellers.ts'

/** A condition has to be met by one identity, with what its one source says of it. */
export const neverMet: Rule = draft => {
  const tellers = tellersOf(draft)
  // a closed source vouches for nobody; that a grant waits for it to be opened again is no mistake
  const open = tellers.filter(({ isOpen }) => isOpen)
  const wishOf = wishesIn(draft)
  const knows = knowsGroupsOf(draft)
  return conditionsOf(draft).flatMap(({ at, when }): RuleFinding[] => {
    const not = contradictoryNot(when, at)
    if (not) return [leftOut(not)]
    const obstacleOf = perKind(when, teller => obstacleIn(when, at, teller, wishOf))
    const obstacles: Obstacle[] = []
    for (const teller of open) {
      const obstacle = obstacleOf(teller)
      if (obstacle === undefined) return []
      obstacles.push(obstacle)
    }
    if (open.length === 0) return []
    // the nearest to being met, for that is what can be mended
    const told =
      obstacles.find(({ fact }) => fact === 'named') ?? obstacles.find(({ fact }) => fact !== 'source')
    if (told !== undefined)
      return [
        untold(
          told,
          open.filter((_, index) => obstacles[index]?.fact === told.fact),
          knows,
        ),
      ]
    return tellers.every(teller => obstacleOf(teller)?.fact === 'source') ? [contradiction(at)] : []
  })
}

function untold(
  { at, fact }: Obstacle,
  tellers: readonly Teller[],
  knows: ReturnType<typeof knowsGroupsOf>,
): RuleFinding {
  const isOne = tellers.length === 1
  const names = list(tellers.map(({ id }) => id))
  if (fact === 'named')
    return {
      at,
      on: 'key' as const,
      message: `this is never met: anybody may get an account at ${names}, so its departments count only where a condition names it`,
      help: `write { source: ${tellers[0]?.id}, department: … }`,
    }
  const group = /^group (.*)$/s.exec(fact)?.[1]
  const { groupForm, given } = tellers[0] ?? {}
  if (group !== undefined && groupForm !== undefined) {
    const meant = given?.meant(group)
    return foreignGroup(at, names, groupForm, meant !== undefined && knows(at, meant) ? meant : undefined)
  }
  const path = /^path (.*)$/s.exec(fact)?.[1]
  const isAttribute = fact.startsWith('attributes.')
  const meant = isAttribute ? suggest(String(at.at(-1)), attributesOf(tellers)) : undefined
  return {
    at,
    on: 'key' as const,
    message: `this is never met: the ${isOne ? 'source' : 'sources'} ${names} ${isOne ? 'tells' : 'tell'} no ${inWords(fact)}`,
    label: meant && `did you mean ${quote(meant)}?`,
    help:
      meant !== undefined
        ? `rename it to ${quote(meant)}`
        : path !== undefined
          ? helpWithPath(path)
          : fact === 'departments'
            ? 'ask for something that is told, such as a group, or add a source that tells departments'
            : tellers.some(({ hasDirectory }) => hasDirectory)
              ? `map it in sync.fields of the source: ${fact}: …`
              : 'ask for something that is told, such as a group',
  }
}

const foreignGroup = (at: Path, source: string, { words }: Form, meant: string | undefined) => ({
  at,
  message: `this is never met: groups of the source ${source} look like ${words}`,
  label: meant && `did you mean ${quote(meant)}?`,
  help:
    meant === undefined
      ? `write ${words}, or a group that a grant ${at[0] === 'grants' ? 'above ' : ''}gives`
      : `write ${quote(meant)}`,
})

const helpWithPath = (path: string): string =>
  isWholePath(path)
    ? 'write the id of the department, or let accounts follow the whole directory: scope: all'
    : 'write every name from the top down, with one slash before each: /example/研发部'

const attributesOf = (tellers: readonly Teller[]): string[] => [
  ...new Set(tellers.flatMap(({ attributes }) => attributes)),
]

/** `all: [{ source: a }, { source: b }]`. */
const contradiction = (at: Path) => ({
  at,
  on: 'key' as const,
  message: 'this is never met: it asks for several sources at once',
  help: 'an identity is of one source: name the others under any, or in one list',
})

/** `source: a, not: { source: a }`. */
const leftOut = (at: Path) => ({
  at,
  on: 'key' as const,
  message: 'this is never met: it leaves out all whom the keys beside it ask for',
  help: 'ask for more than is left out, or remove one of the two',
})
