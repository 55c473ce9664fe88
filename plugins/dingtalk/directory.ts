import {
  type Directory,
  type Entry,
  fields,
  type Host,
  type Member,
  type Reading,
  SsoError,
  walk,
} from 'sso-kit/plugin'
import type { Answer, Calls } from './calls.ts'
import { idsIn } from './department-ids.ts'
import { memberOf } from './member.ts'

/** The organisation itself. */
const root = '1'
const mostPages = 2000
const call = (host: Host) => ({ source: host.source, step: 'profile' }) as const

/** The address book: there is no list of all people, so every department is walked (…/query-the-list-of-department-userids). */
export function directoryOf(host: Host, calls: Calls, { corpId }: { corpId: string }): Directory {
  const ask = (reading: Reading, path: string, body?: object): Promise<Answer> =>
    reading.call(async () => {
      const answer = await calls.oapi('profile', path, body)
      const refused = answer.refusal && answer.refused()
      // only what is worth another try is thrown here
      if (refused?.retryAfterS !== undefined) throw refused
      return answer
      // the limit is per app and API (…/how-to-process-api-throttling-on-the-dingtalk-server)
    }, path)

  /** …/obtain-corpsecret-authorization-scope: what the app may see, which is all or less. */
  async function scopeOf(reading: Reading): Promise<{ departments: string[]; users: string[] }> {
    const answer = await ask(reading, '/auth/scopes')
    if (answer.refusal) throw answer.refused()
    const scopes = Object(answer.result).auth_org_scopes
    return {
      departments: idsIn(scopes, 'authed_dept', call(host)),
      users: scopes === undefined ? [] : fields(scopes, call(host)).strings('authed_user'),
    }
  }

  /** …/query-department-details0-v2 */
  async function department(id: string, reading: Reading): Promise<Entry> {
    const answer = await ask(reading, '/topapi/v2/department/get', { dept_id: Number(id) })
    if (answer.refusal && gone.has(answer.refusal.code))
      return { fault: `department ${id} cannot be read (${answer.refusal.code})` }
    if (answer.refusal) throw answer.refused()
    const told = answer.reply.object('result')
    // above the organisation is nothing, and no document says how that is told
    const parent = id === root ? null : (told.number('parent_id')?.toString() ?? '')
    return { department: { id, name: told.string('name'), parent } }
  }

  /** …/user-management-acquires-the-list-departments: one level. */
  async function below(id: string, reading: Reading): Promise<Entry[]> {
    const answer = await ask(reading, '/topapi/v2/department/listsub', { dept_id: Number(id) })
    if (answer.refusal && gone.has(answer.refusal.code))
      return [{ fault: `department ${id} cannot be read (${answer.refusal.code})` }]
    if (answer.refusal) throw answer.refused()
    if (!Array.isArray(answer.result))
      throw new SsoError('source_reply_invalid', { ...call(host), cause: '"result" is not a list' })
    return answer.result.flatMap((each: unknown) => {
      // ids below 1 are those of the home-school directory
      const [found] = idsIn({ ids: [Object(each).dept_id] }, 'ids', call(host))
      if (found === undefined) return []
      return [{ department: { id: found, name: fields(each, call(host)).string('name'), parent: id } }]
    })
  }

  /** …/queries-the-complete-information-of-a-department-user: direct members only; the next cursor is what it says. */
  async function members(id: string, reading: Reading): Promise<Entry[]> {
    const found: Entry[] = []
    for (let cursor = 0, pages = 0; ; pages += 1) {
      const body = {
        dept_id: Number(id),
        cursor,
        size: 100,
        order_field: 'entry_asc',
        contain_access_limit: true,
      }
      const answer = await ask(reading, '/topapi/v2/user/list', body)
      if (answer.refusal && (gone.has(answer.refusal.code) || answer.refusal.code === '60019')) {
        found.push({ fault: `the people of department ${id} cannot be read (${answer.refusal.code})` })
        return found
      }
      if (answer.refusal) throw answer.refused()
      const result = answer.reply.object('result')
      const list: unknown = Object(answer.result).list
      if (!Array.isArray(list))
        throw new SsoError('source_reply_invalid', { ...call(host), cause: '"list" is not a list' })
      for (const record of list) found.push(entryOf(record))
      if (result.boolean('has_more') !== true) return found
      const next = result.number('next_cursor')
      if (next === undefined || next <= cursor || pages === mostPages) {
        found.push({ fault: `department ${id} has more people, and does not say where they begin` })
        return found
      }
      cursor = next
    }
  }

  /** One bad record is set aside: nobody is disabled for it. */
  function entryOf(record: unknown): Entry {
    try {
      return { member: memberOf(host, corpId, record) }
    } catch (error) {
      if (error instanceof SsoError) return { fault: `a member was set aside: ${error.cause}` }
      throw error
    }
  }

  /** …/query-user-details. 60121 and 33012: not, or no longer, of this organisation. */
  async function member(userid: string, reading: Reading): Promise<Member | null> {
    const answer = await ask(reading, '/topapi/v2/user/get', { userid })
    if (answer.refusal && ['60121', '33012'].includes(answer.refusal.code)) return null
    if (answer.refusal) throw answer.refused()
    return memberOf(host, corpId, answer.result)
  }

  return {
    member,

    async *read(scope, reading) {
      const may = await scopeOf(reading)
      const seesAll = may.departments.includes(root)
      if (scope === 'all' && !seesAll)
        yield {
          fault:
            'the app does not see everybody: its 权限范围 (contact scope) is not 全部员工 (all employees)',
        }
      const roots = scope === 'all' ? (seesAll ? [root] : may.departments) : scope
      yield* walk(reading, {
        roots,
        async *begin() {
          yield* await Promise.all(roots.map(id => department(id, reading)))
        },
        of: async id => (await Promise.all([below(id, reading), members(id, reading)])).flat(),
      })
      if (scope === 'all' && !seesAll)
        for (const userid of may.users) {
          const found = await member(userid, reading)
          if (found) yield { member: found }
        }
    },
  }
}

/** Out of the app's scope of contacts, or just removed. */
const gone = new Set(['50004', '60003'])
