import { type Department, type Directory, type Entry, type Host, orSetAside, SsoError } from 'sso-kit/plugin'
import { memberOf } from './member.ts'
import { accessTokenOf } from './service-account.ts'
import { usersOf } from './users.ts'

type Given = Parameters<typeof accessTokenOf>[1] & { endpoints: { directory: string } }

/**
 * The users of a Google Workspace organisation, all its domains, in full each time: there is no delta. Organisational
 * units are departments, by the paths that users are in; so they take no permission of their own.
 */
export function directoryOf(given: Given, host: Host): Directory {
  const call = { source: host.source, step: 'profile' as const }
  const users = usersOf(host, given.endpoints.directory, accessTokenOf(host, given))

  const entryOf = (record: unknown): Entry => orSetAside('a user', () => ({ member: memberOf(host, record) }))

  return {
    async member(directoryId, reading) {
      // an address would find whoever has it by now
      if (!/^\d{1,64}$/.test(directoryId))
        throw new SsoError('source_refused', { ...call, cause: `${JSON.stringify(directoryId)} is no id` })
      const record = await users.get(directoryId, reading)
      if (record === null) return null
      const member = memberOf(host, record)
      if (member.directoryId === directoryId) return member
      throw new SsoError('source_reply_invalid', {
        ...call,
        cause: 'the user is another one than was asked for',
      })
    },

    async *read(scope, reading) {
      const known = new Set<string>()
      for await (const page of users.list(reading))
        for (const record of page) {
          const entry = entryOf(record)
          if ('member' in entry) {
            const [path = '/'] = entry.member.departments
            if (scope !== 'all' && !unitsAbove(path).some(({ id }) => scope.includes(id))) continue
            for (const department of unitsAbove(path)) {
              if (known.has(department.id)) continue
              known.add(department.id)
              yield { department }
            }
          }
          yield entry
        }
    },
  }
}

/** `/Sales/EMEA`: itself, `/Sales`, and the organisation. */
function unitsAbove(path: string): Department[] {
  const names = path.split('/').filter(name => name !== '')
  return [
    ...names.map((name, depth) => {
      const parent = `/${names.slice(0, depth).join('/')}`
      return { id: `/${names.slice(0, depth + 1).join('/')}`, name, parent }
    }),
    { id: '/', name: '/', parent: null },
  ]
}
