import type { Grant, When } from '../config/config.ts'
import type { Facts } from '../model.ts'

/** An identity of the account, as its source last vouched for it. */
export interface Vouched extends Facts {
  readonly source: string
  /**
   * Groups of a public source, where a stranger may have made a group of any name: a condition that names the source can
   * ask for them, and nothing else knows of them. They are not among `groups`, the names of the company.
   */
  readonly groupsIfNamed?: readonly string[]
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
export function met(when: When, identity: Vouched): readonly Reason[] | undefined {
  const { all = [], any, not, attribute = {}, ...plain } = when
  const person = names(when, identity.source) ? withAllGroups(identity) : identity
  const parts = [
    ...(Object.keys(plain) as (keyof typeof told)[]).map(key => one(key, plain[key], told[key](person))),
    ...Object.entries(attribute).map(([name, wanted]) =>
      one(`attribute.${name}`, wanted, ownText(person.attributes, name)),
    ),
    ...all.map(each => met(each, person)),
    ...(any ? [firstOf(any, each => met(each, person))] : []),
    ...(not ? [met(not, person) ? undefined : [{ not }]] : []),
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

const withAllGroups = ({ groupsIfNamed = [], ...person }: Vouched): Vouched => ({
  ...person,
  groups: [...person.groups, ...groupsIfNamed],
})

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
