import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Form } from '../../plugin.ts'
import type { Draft, DraftSource, When } from '../draft.ts'
import { conditionsOf } from './conditions.ts'
import { guarded, ifSound } from './guarded.ts'
import { oncePerCondition, spread } from './when.ts'

/** A group that the file asks for. */
export interface GroupMention {
  readonly at: Path
  readonly group: string
  /** Absent where an app's `allow` asks. */
  readonly condition?: {
    /** The sources that it names: of the others it can mean nobody. */
    readonly sources: readonly string[]
    /** Below a `not`: whatever a source says counts there. */
    readonly isNegated: boolean
  }
}

/** Every group that an app or a condition asks for, with its place. */
export function groupsAskedFor(draft: Draft): GroupMention[] {
  return [
    ...draft.apps.flatMap(({ path, host: { allow } }) =>
      typeof allow === 'object'
        ? (allow.groups ?? []).map((group, index) => ({ at: [...path, 'allow', 'groups', index], group }))
        : [],
    ),
    ...conditionsOf(draft).flatMap(({ at, when }) => asked(when, at, [], false)),
  ]
}

function asked(when: When, at: Path, above: readonly string[], isNegated: boolean): GroupMention[] {
  const sources = [...above, ...named(when)]
  const { all = [], any = [], not } = when
  return [
    ...spread(when.group, [...at, 'group']).map(({ at, value }) => ({
      at,
      group: value,
      condition: { sources, isNegated },
    })),
    ...all.flatMap((below, index) => asked(below, [...at, 'all', index], sources, isNegated)),
    ...any.flatMap((below, index) => asked(below, [...at, 'any', index], sources, isNegated)),
    ...(not ? asked(not, [...at, 'not'], sources, !isNegated) : []),
  ]
}

/** As `accounts/grants` takes it: at this level, or in one of `all`. */
export const named: (when: When) => ReadonlySet<string> = oncePerCondition(
  ({ source = [], all = [] }) => new Set([source, ...all.map(part => [...named(part)])].flat()),
)

/** True where people of this source come with groups, or a mistake leaves that open. */
export function tellsGroups({ plugin: { groups, allow }, options, host, failed }: DraftSource): boolean {
  if (typeof groups !== 'function') return groups === true || allow?.groups !== undefined
  const given = { ...options, ...(host.allow && { allow: host.allow }) }
  return ifSound(() => groups(guarded(given, failed))) ?? true
}

/** The list under `allow` without an entry in which its people come with no groups: these are asked for only there. */
export function listForGroups(source: DraftSource): string | undefined {
  const { plugin, host } = source
  if (tellsGroups(source)) return undefined
  return Object.keys(plugin.allow ?? {}).find(key =>
    tellsGroups({ ...source, host: { ...host, allow: { ...host.allow, [key]: ['…'] } } }),
  )
}

/** What its groups look like; undefined where they may have any form, or a mistake leaves it open. */
export function groupFormOf({ plugin: { groupForm }, options, host, failed }: DraftSource): Form | undefined {
  if (typeof groupForm !== 'function') return groupForm
  const given = { ...options, ...(host.allow && { allow: host.allow }) }
  return ifSound(() => groupForm(guarded(given, failed)))
}

/** Those that grants give; undefined where a mistake hides some. */
export function groupsGiven({ grants, failed }: Draft): ReadonlySet<string> | undefined {
  if (failed.some(([list]) => list === 'grants')) return undefined
  return new Set(grants.flatMap(({ value: { groups = [] } }) => groups))
}

/** Whether a place knows the group of a grant: a grant cannot ask for what it gives itself, or one below it. */
export function knowsGroupsOf({ grants }: Draft): (at: Path, group: string) => boolean {
  const first = new Map<string, number>()
  for (const [index, { value }] of grants.entries())
    for (const group of value.groups ?? []) if (!first.has(group)) first.set(group, index)
  return ([list, index], group) => list !== 'grants' || Number(first.get(group)) < Number(index)
}
