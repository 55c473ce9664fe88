import type { World } from 'sso-kit/plugin'
import type { AddressBook } from './address-book.ts'
import type { Call, Method, Methods } from './call.ts'
import type { Answer } from './errors.ts'
import type { Options } from './index.ts'
import { accountOf, corpUserIdOf, findPerson, userIdOf } from './people.ts'
import type { Permission, Setting } from './setting.ts'
import type { State } from './state.ts'

/** Who somebody is, rather than what is known of them (§2.2, §2.3, §4.3). */
export function accountMethods(
  options: Options,
  world: World,
  state: State,
  setting: Setting,
  book: AddressBook,
): Methods {
  const needs = (permission: Permission, answer: Method['answer']): Method => ({ permission, answer })

  /** §2.2. Codes of people of another tenant are answered too: the tenant is for the app to compare. */
  function useridOfCode({ query }: Call): Answer {
    const holder = state.inAppCodes.redeem(query.get('code') ?? '')
    if (typeof holder === 'string') return codeErrors[holder]
    const person = findPerson(world, holder.person)
    return person ? { ...accountOf(person, world, options.tenantId) } : 41500
  }

  /** §4.3. Names nobody has are left out. */
  function useridsOfCorpUserIds({ body }: Call): Answer {
    const asked: unknown = body.corpUserId
    if (!Array.isArray(asked) || asked.length === 0) return 47003
    if (asked.length > 50) return 47013
    const found = book.members().filter(person => asked.includes(corpUserIdOf(person) || undefined))
    if (found.length === 0) return 47012
    const userInfo = found.map(person => ({
      userId: userIdOf(person, world),
      corpUserId: corpUserIdOf(person),
    }))
    return { message: undefined, userInfo }
  }

  function isAdmin({ query }: Call): Answer {
    const userId = query.get('userId') ?? ''
    if (userId === '') return 47003
    const person = book.members().find(one => userIdOf(one, world) === userId)
    if (!person) return 47012
    const admin = setting.admins.has(person.id)
    return { isAdmin: admin, roles: admin ? ['enterpriseAdmin'] : [] }
  }

  const tenant = (): Answer => ({
    data: {
      tenantId: options.tenantId,
      companyNameCn: world.organization.name,
      companyNameEn: world.organization.name,
      companyDomainName: world.organization.domain,
      creationTime: '2019-08-28 16:39:22',
      lastUpdatedTime: '2026-11-02 09:30:00',
    },
  })

  return [
    ['GET /auth/v2/userid', needs('用户登录信息', useridOfCode)],
    ['POST /contact/v1/users/accounts', needs('用户登录信息', useridsOfCorpUserIds)],
    ['GET /weopen/v1/isadmin', needs('用户登录信息', isAdmin)],
    ['GET /tenant/v1/tenants', needs('租户详细信息', tenant)],
  ]
}

/** Those of the first generation; the list for the second is not public (§2.2). */
const codeErrors = { unknown: 41501, expired: 41503, used: 41504 } as const
