import type { Department } from 'sso-kit/plugin'
import type { Microsoft } from '../index.ts'
import type { Account } from '../people.ts'
import type { Call, Reply } from './index.ts'
import { listed, one } from './lists.ts'
import { type Entity, groupEntity, groupIdOf, userEntity } from './records.ts'

/** `/groups`: every department of the organisation is one, with the departments below it among its members (§6). */
export function groupApi({ world, company, setting }: Microsoft) {
  const departmentsOf = (tid: string) => (tid === company ? world.departments : [])

  /** Everybody and everything directly in a group. */
  function members(call: Call, { id }: Department, accounts: readonly Account[], tid: string): Entity[] {
    const mayReadUsers = call.may('User.Read.All', 'Directory.Read.All')
    const groups = departmentsOf(tid).filter(({ parent }) => parent === id)
    return [
      ...accounts
        .filter(({ person }) => person.member && person.departments.includes(id))
        .map(account => memberEntity(userEntity(account, world, setting), mayReadUsers)),
      ...groups.map(group => groupEntity(group, tid, true)),
    ]
  }

  function allMembers(call: Call, of: Department, accounts: readonly Account[], tid: string): Entity[] {
    const found = new Map(members(call, of, accounts, tid).map(member => [member.id, member]))
    for (const below of departmentsOf(tid).filter(({ parent }) => parent === of.id))
      for (const member of allMembers(call, below, accounts, tid)) found.set(member.id, member)
    return [...found.values()]
  }

  return (call: Call, rest: string, accounts: readonly Account[]): Reply => {
    const { tid } = call.grant
    if (!call.may('GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All')) return 'privileges'
    const groups = departmentsOf(tid)
    if (rest === '')
      return listed(
        call,
        '/groups',
        'groups',
        groups.map(group => untyped(groupEntity(group, tid, true))),
      )
    const [, id = '', kind, cast] =
      /^\/([^/]+)(?:\/(members|transitiveMembers)(?:\/microsoft\.graph\.(user|group))?)?$/.exec(rest) ?? []
    const group = groups.find(each => groupIdOf(each, tid) === id)
    if (!group) return id === '' ? 'noPath' : 'noSuchObject'
    if (kind === undefined) return one(call, 'groups', untyped(groupEntity(group, tid, true)))
    const found = (kind === 'members' ? members : allMembers)(call, group, accounts, tid)
    const wanted = found.filter(
      ({ [type]: name }) => cast === undefined || name === `#microsoft.graph.${cast}`,
    )
    return listed(call, `/groups${rest}`, 'directoryObjects', wanted)
  }
}

const type = '@odata.type'

/** Who may not read users learns their ids and no more (§6). */
function memberEntity(user: Entity, mayRead: boolean): Entity {
  const told = Object.entries(user).map(([name, value]) => [name, mayRead || name === 'id' ? value : null])
  return { [type]: '#microsoft.graph.user', ...Object.fromEntries(told) }
}

const untyped = ({ [type]: _, ...entity }: Entity): Entity => entity as Entity
