import type { Person } from '../accounts/person.ts'
import type { Access, AppConfig } from '../config/config.ts'

/** What `allow` can ask for. */
export type AccessKey = keyof Exclude<Access, 'everyone'>

/** One key of `allow`: what it wants, what the person has, and the entry that decided. */
export interface AccessStep {
  readonly key: AccessKey
  readonly wanted: readonly string[]
  readonly has: readonly string[]
  /** Absent: none of what is wanted is there. */
  readonly met?: string
}

/** May they, and what decided: the words of `explain access`, of the page that refuses, and of the audit log. */
export type Decision =
  | { readonly allowed: true; readonly by: 'everyone' | 'lists'; readonly steps: readonly AccessStep[] }
  | {
      readonly allowed: false
      readonly by: 'account-disabled' | 'app-closed' | 'lists'
      readonly steps: readonly AccessStep[]
    }

/**
 * The one decision about people and apps; every door asks it, at every answer. Of a list one entry has to be there, of
 * several lists each; an empty list lets nobody in.
 */
export function accessTo({ enabled, allow }: Pick<AppConfig, 'enabled' | 'allow'>, person: Person): Decision {
  if (person.account.disabled) return { allowed: false, by: 'account-disabled', steps: [] }
  if (!enabled) return { allowed: false, by: 'app-closed', steps: [] }
  if (allow === 'everyone') return { allowed: true, by: 'everyone', steps: [] }
  const steps = (Object.keys(allow) as AccessKey[]).map((key): AccessStep => {
    const [wanted, has] = [allow[key] ?? [], belongings[key](person)]
    const met = wanted.find(each => has.includes(each))
    return { key, wanted, has, ...(met !== undefined && { met }) }
  })
  // a map without any list says nothing about who may: nobody
  const allowed = steps.length > 0 && steps.every(({ met }) => met !== undefined)
  return { allowed, by: 'lists', steps }
}

/** What `allow` can ask of a person. */
export const belongings: Readonly<Record<AccessKey, (person: Person) => readonly string[]>> = {
  groups: ({ rights }) => rights.groups,
  departments: ({ identities }) => [...new Set(identities.flatMap(({ departments }) => departments))],
  sources: ({ identities }) => identities.map(({ source }) => source),
}
