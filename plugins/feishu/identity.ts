import { type Host, type Identity, SsoError } from 'sso-kit/plugin'
import type { Feishu, Member, Profile } from './api.ts'
import { lackingScope, notReadable } from './codes.ts'
import { departmentsOf } from './departments.ts'
import { personOf } from './person.ts'

interface Options {
  tenantKey: string
  allow?: Readonly<Record<string, readonly string[]>>
}

/** Between two tries of calls that the app has no permission for, whoever it asks about. */
const pauseMs = 3_600_000

interface Entry extends Partial<Member> {
  /** With names, and with those above. */
  departments: string[]
}

/**
 * From whom Feishu named to an identity; the way of both sign-ins. What the directory adds takes permissions: an app that
 * needs departments (`allow.departments`) lets nobody in without them, any other does without what they would tell.
 */
export function identityOf(
  host: Host,
  options: Options,
  api: Feishu,
): (profile: Profile) => Promise<Identity> {
  const at = { source: host.source, step: 'profile' } as const
  const departments = departmentsOf(host, api)
  const areNeeded = options.allow?.departments !== undefined
  let silentUntil = 0

  async function entryOf(unionId: string): Promise<Entry> {
    const member = await api.member(unionId)
    return { ...member, departments: await departments(member.departments) }
  }

  async function readable(unionId: string): Promise<Entry> {
    if (silentUntil > host.now()) return { departments: [] }
    return entryOf(unionId).catch((error: unknown) => {
      if (areNeeded || !(error instanceof SsoError) || !notReadable.has(error.vendorCode ?? '')) throw error
      if (error.vendorCode === lackingScope) silentUntil = host.now() + pauseMs
      const { vendorCode, cause } = error
      host.log.warn({ source: host.source, vendorCode, cause }, 'Feishu lets this app read no directory')
      return { departments: [] }
    })
  }

  return async profile => {
    const { unionId, tenantKey, name, userId } = profile
    const who = `${name ?? 'unnamed'} (${unionId})`
    if (tenantKey !== options.tenantKey)
      throw new SsoError('not_member', { ...at, who, cause: `tenant_key ${JSON.stringify(tenantKey)}` })
    const entry = await readable(unionId)
    if (entry.unionId !== undefined && entry.unionId !== unionId)
      throw new SsoError('identity_conflict', { ...at, who, cause: 'the directory has another union_id' })
    const person = personOf(tenantKey, {
      ...{ unionId, userId },
      name: entry.name ?? name,
      email: entry.email ?? profile.email,
      mobile: entry.mobile ?? profile.mobile,
      title: entry.title,
      employeeNo: entry.employeeNo,
    })
    return { ...person, departments: entry.departments }
  }
}
