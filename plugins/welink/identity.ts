import { type Host, type Identity, SsoError } from 'sso-kit/plugin'
import type { Member, WeLink } from './api.ts'
import { departmentsOf } from './departments.ts'
import { isOpened, personOf, subjectOf } from './person.ts'

/**
 * From what WeLink calls the person to an identity; the way of both sign-ins. Refuses other tenants and accounts that
 * are not open.
 */
export function identityOf(host: Host, tenantId: string, api: WeLink): (member: Member) => Promise<Identity> {
  const departments = departmentsOf(host, api)

  return async member => {
    const who = subjectOf(member.tenantId, member.userId)
    const detail = { source: host.source, step: 'profile', who } as const
    if (member.tenantId !== tenantId)
      throw new SsoError('not_member', { ...detail, cause: 'another tenant than tenantId' })
    const record = await api.record(member.userId)
    if (record === null)
      throw new SsoError('not_member', {
        ...detail,
        cause: 'not in the range of the address book of this app',
      })
    if (record.userId !== member.userId)
      throw new SsoError('source_reply_invalid', { ...detail, cause: 'the record is somebody else’s' })
    if (!isOpened(record))
      throw new SsoError('not_member', {
        ...detail,
        cause: `userStatus ${record.userStatus}, not 3 (opened)`,
      })
    return { ...personOf(tenantId, record), departments: await departments(record.deptCodes) }
  }
}
