import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Draft, When } from '../draft.ts'
import { conditionsOf } from './conditions.ts'
import { spread } from './when.ts'

/** A name of the file that is compared with what somebody else wrote: of a department, a group, an organization and the like. */
export interface Name {
  readonly at: Path
  readonly name: string
  /** What it is a name of: the key of its list or value. */
  readonly of: string
  /** Below a `not`: whom it misses, that one does not leave out. */
  readonly isNegated: boolean
}

const compared = ['department', 'group', 'domain', 'title'] as const

/** All of them; several rules ask. */
export function namesOf(draft: Draft): readonly Name[] {
  const known = namesIn.get(draft)
  if (known) return known
  const found = find(draft)
  namesIn.set(draft, found)
  return found
}

const namesIn = new WeakMap<Draft, readonly Name[]>()

function find(draft: Draft): Name[] {
  const { sources, apps, grants } = draft
  return [
    ...sources.flatMap(({ path, host: { allow = {}, sync } }) => [
      ...Object.entries(allow).flatMap(([key, names]) => plain(names, [...path, 'allow', key], key)),
      ...(typeof sync?.scope === 'object'
        ? plain(sync.scope.departments, [...path, 'sync', 'scope', 'departments'], 'departments')
        : []),
    ]),
    ...grants.flatMap(({ at, value: { groups } }) => plain(groups, [...at, 'groups'], 'groups')),
    ...conditionsOf(draft).flatMap(({ at, when }) => inCondition(when, at, false)),
    ...apps.flatMap(({ path, host: { allow } }) =>
      typeof allow === 'object' ? plain(allow.groups, [...path, 'allow', 'groups'], 'groups') : [],
    ),
  ]
}

const plain = (names: string | readonly string[] | undefined, at: Path, of: string, isNegated = false) =>
  spread(names, at).map(({ at, value }): Name => ({ at, name: value, of, isNegated }))

function inCondition(when: When, at: Path, isNegated: boolean): Name[] {
  const { all = [], any = [], not } = when
  return [
    ...compared.flatMap(key => plain(when[key], [...at, key], key, isNegated)),
    ...all.flatMap((below, index) => inCondition(below, [...at, 'all', index], isNegated)),
    ...any.flatMap((below, index) => inCondition(below, [...at, 'any', index], isNegated)),
    ...(not ? inCondition(not, [...at, 'not'], !isNegated) : []),
  ]
}
