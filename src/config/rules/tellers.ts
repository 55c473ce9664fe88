import type { Form } from '../../plugin.ts'
import { pluginTypes } from '../../plugins.ts'
import type { Draft, DraftSource } from '../draft.ts'
import { oncePer } from '../remembering.ts'
import { isPublic } from './autoregister/strangers.ts'
import { isBeyondScope } from './department-path.ts'
import { groupFormOf, groupsGiven } from './groups.ts'
import { meanings } from './meanings.ts'

/** What a source may tell of the people who come from it. */
export interface Teller {
  readonly id: string
  /** The same for sources that tell the same. */
  readonly kind: string
  readonly isOpen: boolean
  /** Its accounts are made by administrators. */
  readonly isLocal: boolean
  /** `named`: strangers may come from it, so that they count only where a condition names it. */
  readonly departments: boolean | 'named'
  /** False where its directory is read in part: nobody tells what lies above that. */
  readonly paths: boolean
  readonly attributes: readonly string[]
  /** Undefined where they may have any form. */
  readonly groupForm: Form | undefined
  readonly given: GivenGroups
  /** True where `sync.fields` could map more of them. */
  readonly hasDirectory: boolean
}

/** The groups of the grants, which people of any source may have. */
interface GivenGroups {
  has(group: string): boolean
  meant(group: string): string | undefined
}

/** None where one might tell anything: it is of a type of somebody else's, or has another mistake. Several rules ask. */
export const tellersOf: (draft: Draft) => readonly Teller[] = oncePer(draft => {
  const { sources, ids, idsKnown } = draft
  const areKnown =
    idsKnown.sources &&
    sources.length === ids.sources.length &&
    sources.every(({ type, failed }) => pluginTypes.includes(type) && !failed.has('sync'))
  if (!areKnown) return []
  const groups = groupsGiven(draft)
  const given = {
    // a mistake in one of the grants may hide it
    has: (group: string) => groups?.has(group) !== false,
    meant: meanings([...(groups ?? [])].sort()),
  }
  return sources.map(source => tellerOf(source, given))
})

const tellerOf = (source: DraftSource, given: GivenGroups): Teller => {
  const {
    plugin,
    host: { id = '', enabled, sync },
  } = source
  const told = {
    departments: departmentsTold(source),
    paths: !isBeyondScope(plugin, sync),
    attributes: Object.keys(sync?.fields ?? {}).flatMap(field => /^attributes\.(.+)$/.exec(field)?.[1] ?? []),
  }
  const groupForm = groupFormOf(source)
  return {
    ...told,
    id,
    kind: JSON.stringify([told, String(groupForm?.pattern)]),
    isOpen: enabled !== false,
    isLocal: source.type === 'local',
    groupForm,
    given,
    hasDirectory: plugin.directory !== undefined,
  }
}

/** At a sign-in, or by its directory: the company's word is that alone where strangers may come in too. */
function departmentsTold(source: DraftSource): Teller['departments'] {
  const {
    plugin,
    host: { sync },
  } = source
  if (plugin.allow?.departments === undefined && sync === undefined) return false
  return isPublic(source) && sync?.users !== true ? 'named' : true
}
