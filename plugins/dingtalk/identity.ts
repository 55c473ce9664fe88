import { type Host, type Identity, SsoError } from 'sso-kit/plugin'
import type { DingTalk } from './api.ts'
import { departmentsOf } from './departments.ts'
import { personOf } from './person.ts'

interface Options {
  corpId: string
  membership: 'required' | 'any'
  allow?: Readonly<Record<string, readonly string[]>>
}

/** Somebody whom DingTalk has just named, in the browser or inside its app. */
export interface Named {
  unionId: string
  nick: string | undefined
  /** The person's own word. */
  mobile?: string | undefined
  /** Where DingTalk said that too. */
  userId?: string | undefined
}

/**
 * From whom DingTalk named to an identity; the way of both sign-ins. Who belongs to the organisation, only its directory
 * knows: the page in the browser lets in any DingTalk account, and an external contact can be inside the app.
 */
export function identityOf(host: Host, options: Options, api: DingTalk): (named: Named) => Promise<Identity> {
  const at = { source: host.source, step: 'profile' } as const
  const departments = departmentsOf(host, api, options.allow?.departments !== undefined)

  return async named => {
    const { unionId, nick } = named
    // an outsider has no other name and no other id
    let who = `${nick ?? 'unnamed'} (${unionId})`
    const userId = await api.userIdOf(unionId)
    if (userId === null && options.membership === 'required') throw new SsoError('not_member', { ...at, who })
    if (userId !== null && named.userId !== undefined && named.userId !== userId) {
      throw new SsoError('identity_conflict', { ...at, who, cause: 'unionId has another userid' })
    }
    const employee = userId === null ? undefined : await api.employee(userId)
    // as the console calls and finds them
    if (employee) who = `${employee.name ?? nick ?? 'unnamed'} (userid ${userId}, ${unionId})`
    if (employee?.unionId !== undefined && employee.unionId !== unionId) {
      throw new SsoError('identity_conflict', { ...at, who, cause: 'userid has another unionId' })
    }
    if (employee?.isDisabled) throw new SsoError('not_member', { ...at, who, cause: 'disable_status' })
    const person = personOf(options.corpId, {
      ...{ unionId, userId },
      // the name the organisation wrote down before the nickname that people choose for themselves
      name: employee?.name ?? nick,
      // the one of `users/me` may be anybody's and is never proved
      email: employee?.email,
      mobile: employee?.mobile ?? named.mobile,
      title: employee?.title,
      jobNumber: employee?.jobNumber,
    })
    return { ...person, departments: await departments(employee?.departments ?? []) }
  }
}
