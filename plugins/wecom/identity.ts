import { type Host, type Identity, SsoError } from 'sso-kit/plugin'
import type { WeCom } from './api.ts'
import { departmentsOf } from './departments.ts'
import { personOf } from './person.ts'
import { isUserId } from './record.ts'

/**
 * From a code to an identity. Only members of the organisation have a UserId of their own; those of a linked one (企业互联,
 * 上下游) come as `CorpId/userid`. A UserId is unique whatever its capitals are (path/90195), and an administrator may write
 * them otherwise: as a subject it is in small letters.
 */
export function identityOf(host: Host, corpId: string, api: WeCom): (code: string) => Promise<Identity> {
  const at = { source: host.source, step: 'profile' } as const
  const departments = departmentsOf(host, api)

  return async code => {
    const userId = await api.userIdOfCode(code)
    if (userId === null) throw new SsoError('not_member', { ...at, cause: 'an OpenId and no UserId' })
    const who = userId
    if (userId.includes('/'))
      throw new SsoError('not_member', { ...at, who, cause: 'a member of a linked organisation' })
    if (!isUserId(userId))
      throw new SsoError('source_reply_invalid', { ...at, cause: '"userid" is not a UserId' })
    const member = await api.member(userId)
    if (member === null)
      throw new SsoError('not_member', { ...at, who, cause: 'not in the range of the app (可见范围)' })
    if (member.userId.toLowerCase() !== userId.toLowerCase())
      throw new SsoError('identity_conflict', { ...at, who, cause: 'the directory has another UserId' })
    if (member.isInactive) throw new SsoError('not_member', { ...at, who, cause: 'disabled, or has left' })
    return { ...personOf(corpId, member), departments: await departments(member.departments) }
  }
}
