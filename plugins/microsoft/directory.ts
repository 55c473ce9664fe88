import { type Directory, type Entry, type Host, type Member, orSetAside, SsoError } from 'sso-kit/plugin'
import { mostGroups, onlyAsked } from './api.ts'
import { appTokenOf } from './app-token.ts'
import type { Authority, Options } from './authority.ts'
import { graphOf } from './graph.ts'
import { memberOf, properties } from './member.ts'
import { isGuid, isOpen, issuerOf } from './tenant.ts'

const select = `$select=${properties.join(',')}`

/**
 * The users of one tenant, guests included, as they are let in at a sign-in. Graph knows no tree: a department is a text
 * of the user's, and stands for itself. Read in full each time; a delta would save calls and could lose people.
 */
export function directoryOf(options: Options, host: Host, authority: Authority): Directory {
  const { tenant, endpoints, allow } = options
  const graph = graphOf(host, endpoints.graph, appTokenOf(host, options, authority))
  const issuer = issuerOf(endpoints.login, tenant)
  const groups = allow?.groups ?? []

  /** A directory is one tenant's, and the app acts in the one that it names. */
  function oneTenant(): void {
    if (!isGuid(tenant) || isOpen(tenant))
      throw new SsoError('source_refused', {
        source: host.source,
        step: 'profile',
        cause: `tenant: ${tenant} has no directory; write the Directory (tenant) ID`,
      })
  }

  const entryOf = (record: unknown, groupsOf: ReadonlyMap<string, string[]>): Entry =>
    orSetAside('a user', () => {
      const member = memberOf(host, issuer, tenant, record)
      return { member: { ...member, groups: groupsOf.get(member.subject) ?? [] } }
    })

  return {
    // learn.microsoft.com/graph/api/user-get; somebody in the recycle bin is not there
    async member(directoryId, reading): Promise<Member | null> {
      oneTenant()
      if (!isGuid(directoryId))
        throw new SsoError('source_refused', {
          source: host.source,
          step: 'profile',
          cause: `${JSON.stringify(directoryId)} is no object id`,
        })
      const record = await graph.get(`/users/${directoryId}?${select}`, reading)
      if (record === null) return null
      const member = memberOf(host, issuer, tenant, record)
      if (member.subject !== directoryId)
        throw new SsoError('source_reply_invalid', {
          source: host.source,
          step: 'profile',
          cause: 'the user is another one than was asked for',
        })
      const found: string[] = []
      for (let from = 0; from < groups.length; from += mostGroups) {
        const groupIds = groups.slice(from, from + mostGroups)
        const reply = await graph.post(`/users/${directoryId}/checkMemberGroups`, { groupIds }, reading)
        found.push(...onlyAsked(reply, groupIds, host.source))
      }
      return { ...member, groups: found }
    },

    async *read(scope, reading) {
      oneTenant()
      const groupsOf = new Map<string, string[]>()
      for (const group of groups)
        for await (const page of graph.list(membersPath(group), reading)) {
          if (page === null) yield { fault: `the group ${group} of allow is not there` }
          for (const user of page ?? []) {
            const id = String(Object(user).id)
            groupsOf.set(id, [...(groupsOf.get(id) ?? []), group])
          }
        }
      const known = new Set<string>()
      for await (const page of graph.list(`/users?${select}&$top=999`, reading)) {
        if (page === null)
          throw new SsoError('source_refused', { source: host.source, step: 'profile', vendorCode: '404' })
        for (const record of page) {
          const entry = entryOf(record, groupsOf)
          if (!('member' in entry)) {
            yield entry
            continue
          }
          const [department] = entry.member.departments
          if (scope !== 'all' && (department === undefined || !scope.includes(department))) continue
          if (department !== undefined && !known.has(department)) {
            known.add(department)
            yield { department: { id: department, name: department, parent: null } }
          }
          yield entry
        }
      }
    },
  }
}

/** Groups within groups included (…/group-list-transitivemembers). */
const membersPath = (group: string): string =>
  `/groups/${encodeURIComponent(group)}/transitiveMembers/microsoft.graph.user?$select=id&$top=999`
