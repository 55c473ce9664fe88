import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Form } from '../../../plugin.ts'
import type { When } from '../../draft.ts'
import type { RuleFinding } from '../../finding.ts'
import { suggest } from '../../suggest.ts'
import { list, quote } from '../../words.ts'
import { conditionsOf } from '../conditions.ts'
import { contradictoryNot } from '../contradictory.ts'
import { isPath, isWholePath } from '../department-path.ts'
import { named } from '../groups.ts'
import type { Rule } from '../rule.ts'
import { type Teller, tellersOf } from '../tellers.ts'

/** Where a condition asks for something that a source never tells of anybody, or for another source. */
interface Obstacle {
  readonly at: Path
  readonly fact:
    | 'source'
    | 'departments'
    | 'named'
    | `path ${string}`
    | `group ${string}`
    | `attributes.${string}`
}

/** A condition has to be met by one identity, with what its one source says of it. */
export const neverMet: Rule = draft => {
  const tellers = tellersOf(draft)
  const ids = new Set(draft.ids.sources.map(({ id }) => id))
  return conditionsOf(draft).flatMap(({ at, when }): RuleFinding[] => {
    const not = contradictoryNot(when, at)
    if (not) return [leftOut(not)]
    const obstacles = tellers.map(teller => ({ teller, obstacle: obstacleIn(when, at, teller, ids) }))
    // a closed source vouches for nobody; that a grant waits for it to be opened again is no mistake
    const open = obstacles.filter(({ teller }) => teller.isOpen)
    if (open.length === 0 || open.some(({ obstacle }) => obstacle === undefined)) return []
    // the nearest to being met, for that is what can be mended
    const told = (
      open.find(({ obstacle }) => obstacle?.fact === 'named') ??
      open.find(({ obstacle }) => obstacle?.fact !== 'source')
    )?.obstacle
    if (told !== undefined)
      return [
        untold(
          told,
          open.flatMap(({ teller, obstacle }) => (obstacle?.fact === told.fact ? [teller] : [])),
        ),
      ]
    return obstacles.every(({ obstacle }) => obstacle?.fact === 'source') ? [contradiction(at)] : []
  })
}

/** The first part of a condition that no identity of a source can meet. */
function obstacleIn(
  when: When,
  at: Path,
  teller: Teller,
  ids: ReadonlySet<string>,
  above: readonly string[] = [],
): Obstacle | undefined {
  const sources = [...above, ...named(when)]
  const { source, department, group, attribute = {}, all = [], any } = when
  const below = (part: When, key: Path) => obstacleIn(part, [...at, ...key], teller, ids, sources)
  const wished = typeof source === 'string' ? [source] : source
  // a source that is not there has a finding of its own
  if (wished && !wished.some(id => id === teller.id || !ids.has(id)))
    return { at: [...at, 'source'], fact: 'source' }
  if (department !== undefined && !teller.departments)
    return { at: [...at, 'department'], fact: 'departments' }
  if (department !== undefined && teller.departments === 'named' && !sources.includes(teller.id))
    return { at: [...at, 'department'], fact: 'named' }
  const groups = typeof group === 'string' ? [group] : (group ?? [])
  const isForeign = (name: string) =>
    teller.groupForm?.pattern.test(name) === false && !teller.given.has(name)
  // without the source it is nobody's at a public one, or may be of another one
  if (groups[0] !== undefined && sources.includes(teller.id) && groups.every(isForeign))
    return { at: [...at, 'group'], fact: `group ${groups[0]}` }
  const wanted = typeof department === 'string' ? [department] : (department ?? [])
  const isTold = (entry: string) => !isPath(entry) || (teller.paths && isWholePath(entry))
  if (wanted[0] !== undefined && !wanted.some(isTold))
    return { at: [...at, 'department'], fact: `path ${wanted[0]}` }
  const unmapped = Object.keys(attribute).find(name => !teller.attributes.includes(name))
  if (unmapped !== undefined) return { at: [...at, 'attribute', unmapped], fact: `attributes.${unmapped}` }
  for (const [index, part] of all.entries()) {
    const found = below(part, ['all', index])
    if (found) return found
  }
  const inAny = (any ?? []).map((part, index) => below(part, ['any', index]))
  return inAny.includes(undefined) ? undefined : inAny[0]
}

function untold({ at, fact }: Obstacle, tellers: readonly Teller[]): RuleFinding {
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
  if (group !== undefined && groupForm !== undefined)
    return foreignGroup(at, names, groupForm, given?.meant(group))
  const path = /^path (.*)$/s.exec(fact)?.[1]
  const what = fact === 'departments' ? fact : path === undefined ? quote(fact) : `path ${quote(path)}`
  const isAttribute = fact.startsWith('attributes.')
  const meant = isAttribute ? suggest(String(at.at(-1)), attributesOf(tellers)) : undefined
  return {
    at,
    on: 'key' as const,
    message: `this is never met: the ${isOne ? 'source' : 'sources'} ${names} ${isOne ? 'tells' : 'tell'} no ${what}`,
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
  help: meant === undefined ? `write ${words}, or a group that a grant gives` : `write ${quote(meant)}`,
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
