import { type Host, type Identity, SsoError } from 'sso-kit/plugin'
import { isNotPermitted, type Member, type WeLink } from './api.ts'

/** More departments than anybody is in: a bound for the calls of one sign-in. */
const mostNames = 20
const hourMs = 3_600_000

/**
 * From what WeLink calls the person to an identity; the way of both sign-ins. Refuses other tenants and accounts that
 * are not open.
 */
export function identityOf(host: Host, tenantId: string, api: WeLink): (member: Member) => Promise<Identity> {
  const names = namesOf(host, api)

  return async member => {
    const subject = `${member.tenantId}:${member.userId}`
    const detail = { source: host.source, step: 'profile', who: subject } as const
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
    if (record.userStatus !== '3')
      throw new SsoError('not_member', {
        ...detail,
        cause: `userStatus ${record.userStatus}, not 3 (opened)`,
      })

    return {
      issuer: `welink:${tenantId}`,
      subject,
      username: record.corpUserId ?? localPart(member.userId),
      displayName: record.name,
      email: record.email,
      phone: record.mobile,
      departments: [...record.deptCodes, ...(await names(record.deptCodes))],
      claims: {
        tenantId,
        userId: member.userId,
        corpUserId: record.corpUserId,
        employeeId: record.employeeId,
        position: record.position,
        title: record.position,
        deptCodes: record.deptCodes,
      },
    }
  }
}

/** `zhangsan@welink` → `zhangsan`. */
const localPart = (userId: string): string => userId.replace(/(?!^)@[^@]*$/, '')

/**
 * Records have the codes of departments only. Their names need a permission of their own; an app without it does
 * without names, and is not held up by asking at every sign-in.
 */
function namesOf(host: Host, api: WeLink): (deptCodes: readonly string[]) => Promise<string[]> {
  let silentUntil = 0

  return async deptCodes => {
    const names: string[] = []
    for (const deptCode of deptCodes.slice(0, mostNames)) {
      if (silentUntil > host.now()) break
      try {
        const name = await api.departmentName(deptCode)
        // a name of digits alone could pass for the code of another department
        if (name !== null && !/^\d+$/.test(name)) names.push(name)
      } catch (error) {
        if (!isNotPermitted(error)) throw error
        silentUntil = host.now() + hourMs
        host.log.warn({ source: host.source }, 'WeLink gives this app no department names, only their codes')
      }
    }
    return names
  }
}
