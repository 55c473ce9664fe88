import type { Grant, When } from '../config/config.ts'
import type { Claimed, Facts } from '../model.ts'

/** An identity of the account, as its source last vouched for it. */
export interface Vouched extends Facts {
  readonly source: string
  /**
   * What a public source says, where a stranger may have made a group of any name, or written any title: a condition that
   * names the source can ask for it, and nothing else knows of it. It is not among the facts beside it, the company's words.
   */
  readonly ifNamed?: Claimed
}

/** What met a condition: `department` and 研发部, `attribute.costCenter` and 4711; or what was not met, and had to be so. */
export type Reason = { readonly key: string; readonly value: string } | { readonly not: When }

/** A grant that applies, the source whose identity it applies to, and why. */
export interface Match {
  readonly grant: Grant
  readonly source: string
  readonly because: readonly Reason[]
}

export interface Granted {
  /** Those that the sources vouch for, but for public ones, then those of the grants, each once. */
  readonly groups: readonly string[]
  /** The sum to add. */
  readonly permission: number
  /** Of the last grant that has one. */
  readonly baseDir?: string
  /** In the file's order. */
  readonly matches: readonly Match[]
}

/**
 * What a person gets from who they are. Every identity of theirs is held against every grant by itself, in the file's
 * order, and what they all get is united: no condition is met by half of one identity and half of another. Groups of
 * an earlier grant count for `when.group` of a later one.
 */
export function granted(grants: readonly Grant[], identities: readonly Vouched[]): Granted {
  const people = identities.map(identity => ({ ...identity, groups: [...identity.groups] }))
  const matches = grants.flatMap(grant =>
    people.flatMap((person): Match[] => {
      const because = met(grant.when, person)
      if (because === undefined) return []
      person.groups.push(...grant.groups)
      return [{ grant, source: person.source, because }]
    }),
  )
  const baseDir = matches.findLast(({ grant }) => grant.baseDir !== undefined)?.grant.baseDir
  const vouched = identities.flatMap(({ groups }) => groups)
  return {
    groups: [...new Set([...vouched, ...matches.flatMap(({ grant }) => grant.groups)])],
    permission: matches.reduce((sum, { grant }) => sum | grant.permission, 0),
    ...(baseDir !== undefined && { baseDir }),
    matches,
  }
}

const told: Readonly<
  Record<'source' | 'department' | 'group' | 'domain' | 'title', (person: Vouched) => readonly string[]>
> = {
  source: ({ source }) => [source],
  department: ({ departments }) => departments,
  group: ({ groups }) => groups,
  domain: ({ domain }) => (domain === null ? [] : [domain]),
  title: ({ title }) => (title === null ? [] : [title]),
}

/** Why a condition is met, or undefined. All of its keys must be; of a list, one entry. Texts are compared exactly. */
export function met(when: When, identity: Vouched, isNegated = false): readonly Reason[] | undefined {
  const { all = [], any, not, attribute = {}, ...plain } = when
  const named = names(when, identity.source) ? inFull(identity) : identity
  // below a `not` everything counts: what people say of themselves may take from them, and never give
  const person = isNegated ? inFull(named) : named
  const parts = [
    ...(Object.keys(plain) as (keyof typeof told)[]).map(key => one(key, plain[key], told[key](person))),
    ...Object.entries(attribute).map(([name, wanted]) =>
      one(`attribute.${name}`, wanted, ownText(person.attributes, name)),
    ),
    ...all.map(each => met(each, named, isNegated)),
    ...(any ? [firstOf(any, each => met(each, named, isNegated))] : []),
    ...(not ? [met(not, named, !isNegated) ? undefined : [{ not }]] : []),
  ]
  const reasons: Reason[] = []
  for (const part of parts) {
    if (part === undefined) return undefined
    reasons.push(...part)
  }
  return reasons
}

/** True where nothing of another source can meet the condition; what `any` and `not` name decides nothing. */
const names = ({ source, all = [] }: When, wanted: string): boolean =>
  (typeof source === 'string' ? [source] : (source ?? [])).includes(wanted) ||
  all.some(each => names(each, wanted))

const inFull = ({ ifNamed, ...person }: Vouched): Vouched =>
  ifNamed ? { ...person, ...ifNamed, groups: [...person.groups, ...(ifNamed.groups ?? [])] } : person

/** What is held back of somebody, as it is shown to people. */
export const heldBackIn = ({ ifNamed }: { readonly ifNamed?: Claimed | null }): string[] => {
  const { departments = [], groups = [], title, attributes = {} } = ifNamed ?? {}
  return [...groups, ...departments, ...(title ? [title] : []), ...Object.values(attributes)]
}

function one(key: string, wanted: When['source'], has: readonly string[]): readonly Reason[] | undefined {
  const list: readonly string[] = typeof wanted === 'string' ? [wanted] : (wanted ?? [])
  const value = list.find(each => has.includes(each))
  return value === undefined ? undefined : [{ key, value }]
}

/** Own keys only: every map has a `constructor`. */
function ownText(map: Readonly<Record<string, string>>, name: string): readonly string[] {
  const value = Object.hasOwn(map, name) ? map[name] : undefined
  return value === undefined ? [] : [value]
}

function firstOf<T, R>(list: readonly T[], ask: (each: T) => R | undefined): R | undefined {
  for (const each of list) {
    const answer = ask(each)
    if (answer !== undefined) return answer
  }
  return undefined
}
