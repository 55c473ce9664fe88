import type { Department, World } from 'sso-kit/plugin'
import type { Account } from '../people.ts'
import { directGroups, transitiveGroups } from './groups.ts'
import type { Call, Reply } from './index.ts'
import { groupEntity, groupIdOf } from './records.ts'

/** `/memberOf` and `/transitiveMemberOf`, also cast to groups, which is all there is: 100 at a time. */
export function memberOf(call: Call, account: Account, kind: string, world: World): Reply {
  const groups = kind === 'memberOf' ? directGroups(account, world) : transitiveGroups(account, world)
  const { address } = call
  const mayRead = call.may('GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All')
  return {
    '@odata.context': `${address('')}/$metadata#directoryObjects`,
    value: groups.map(group => groupEntity(group, account.tid, mayRead)),
  }
}

/** `POST …/getMemberGroups` and `…/checkMemberGroups`: ids, and of those given. */
export async function memberGroups(
  call: Call,
  account: Account,
  action: string,
  world: World,
): Promise<Reply> {
  const ids = transitiveGroups(account, world).map((group: Department) => groupIdOf(group, account.tid))
  const body: unknown = await call.request.json().catch(() => undefined)
  const given = Object.entries(body ?? {})
  const asked = given.find(
    ([name]) => name === (action === 'getMemberGroups' ? 'securityEnabledOnly' : 'groupIds'),
  )
  if (asked === undefined) return 'body'
  const [, value] = asked
  if (action === 'checkMemberGroups' && !Array.isArray(value)) return 'body'
  return {
    '@odata.context': `${call.address('')}/$metadata#Collection(Edm.String)`,
    value: Array.isArray(value) ? ids.filter(id => value.includes(id)) : ids,
  }
}
