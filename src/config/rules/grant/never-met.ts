import type { Path } from '../../../diagnostics/diagnostic.ts'
import { pluginTypes } from '../../../plugins.ts'
import type { Draft, DraftSource, When } from '../../draft.ts'
import { suggest } from '../../suggest.ts'
import { list, quote } from '../../words.ts'
import { isPublic } from '../autoregister/strangers.ts'
import { conditionsOf } from '../conditions.ts'
import { isBeyondScope, isPath, isWholePath } from '../department-path.ts'
import { named } from '../groups.ts'
import type { Rule } from '../rule.ts'

/** What a source may tell of the people who come from it. */
interface Teller {
  readonly id: string
  readonly isOpen: boolean
  /** `named`: strangers may come from it, so that they count only where a condition names it. */
  readonly departments: boolean | 'named'
  /** False where its directory is read in part: nobody tells what lies above that. */
  readonly paths: boolean
  readonly attributes: readonly string[]
  /** True where `sync.fields` could map more of them. */
  readonly hasDirectory: boolean
}

/** Where a condition asks for something that a source never tells of anybody, or for another source. */
interface Obstacle {
  readonly at: Path
  readonly fact: 'source' | 'departments' | 'named' | `path ${string}` | `attributes.${string}`
}

/** A condition has to be met by one identity, with what its one source says of it. */
export const neverMet: Rule = draft => {
  const tellers = tellersOf(draft)
  const ids = new Set(draft.ids.sources.map(({ id }) => id))
  return conditionsOf(draft).flatMap(({ at, when }) => {
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

/** None where one might tell anything: it is of a type of somebody else's, or has another mistake. */
function tellersOf({ sources, ids, idsKnown }: Draft): Teller[] {
  const areKnown =
    idsKnown.sources &&
    sources.length === ids.sources.length &&
    sources.every(({ type, failed }) => pluginTypes.includes(type) && !failed.has('sync'))
  return areKnown ? sources.map(tellerOf) : []
}

const tellerOf = (source: DraftSource): Teller => {
  const {
    plugin,
    host: { id = '', enabled, sync },
  } = source
  return {
    id,
    isOpen: enabled !== false,
    // at a sign-in, or by its directory
    departments:
      sync !== undefined || (plugin.allow?.departments !== undefined && (isPublic(source) ? 'named' : true)),
    paths: !isBeyondScope(plugin, sync),
    attributes: Object.keys(sync?.fields ?? {}).flatMap(field => /^attributes\.(.+)$/.exec(field)?.[1] ?? []),
    hasDirectory: plugin.directory !== undefined,
  }
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
  const { source, department, attribute = {}, all = [], any } = when
  const below = (part: When, key: Path) => obstacleIn(part, [...at, ...key], teller, ids, sources)
  const wished = typeof source === 'string' ? [source] : source
  // a source that is not there has a finding of its own
  if (wished && !wished.some(id => id === teller.id || !ids.has(id)))
    return { at: [...at, 'source'], fact: 'source' }
  if (department !== undefined && !teller.departments)
    return { at: [...at, 'department'], fact: 'departments' }
  if (department !== undefined && teller.departments === 'named' && !sources.includes(teller.id))
    return { at: [...at, 'department'], fact: 'named' }
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

function untold({ at, fact }: Obstacle, tellers: readonly Teller[]) {
  const isOne = tellers.length === 1
  const names = list(tellers.map(({ id }) => id))
  if (fact === 'named')
    return {
      at,
      on: 'key' as const,
      message: `this is never met: anybody may get an account at ${names}, so its departments count only where a condition names it`,
      help: `write { source: ${tellers[0]?.id}, department: … }`,
    }
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
