import {
  type Department,
  type Directory,
  type Entry,
  fields,
  type Host,
  orSetAside,
  type Reading,
  SsoError,
  walk,
} from 'sso-kit/plugin'
import type { WeCom } from './api.ts'
import { unseenDepartment, unseenMember } from './codes.ts'
import { isUserId, memberOf, parentOf, root } from './record.ts'

/** The departments and members in the range of the app (可见范围): all departments in one call, the people of each in one more. */
export function directoryOf(host: Host, api: WeCom, { corpId }: { corpId: string }): Directory {
  const call = { source: host.source, step: 'profile' as const }
  const wrong = (cause: string) => new SsoError('source_reply_invalid', { ...call, cause })

  /** The answer, or the code of a refusal that is one of `unseen`. */
  async function ask(
    reading: Reading,
    path: string,
    parameters: Record<string, string>,
    unseen: ReadonlySet<string>,
  ): Promise<{ body: unknown } | { unseen: string }> {
    const answer = await reading.call(async () => {
      const { refusal, body } = await api.read(path, parameters)
      if (refusal && !unseen.has(refusal.vendorCode ?? '')) throw refusal
      return { body, code: refusal?.vendorCode }
    })
    return answer.code === undefined ? { body: answer.body } : { unseen: answer.code }
  }

  function listIn(body: unknown, name: string): unknown[] {
    const list: unknown = Object(body)[name]
    if (Array.isArray(list)) return list
    throw wrong(`"${name}" is not a list`)
  }

  /** All that are below a department, and itself (path/90208); without one, all that the app may see. */
  async function departments(reading: Reading, id?: string): Promise<Department[] | null> {
    const parameters: Record<string, string> = id === undefined ? {} : { id }
    const answer = await ask(reading, '/cgi-bin/department/list', parameters, unseenDepartment)
    if ('unseen' in answer) return null
    return listIn(answer.body, 'department').map(record => {
      const told = fields(record, call)
      const id = told.id('id')
      const parent = told.number('parentid')?.toString()
      return { id, name: told.optional('name') ?? '', parent: parentOf(id, parent) }
    })
  }

  const entryOf = (record: unknown): Entry =>
    orSetAside('a member', () => ({ member: memberOf(host, corpId, record) }))

  /** Direct members (path/90201). */
  async function members(reading: Reading, id: string): Promise<Entry[]> {
    const answer = await ask(reading, '/cgi-bin/user/list', { department_id: id }, unseenDepartment)
    if ('unseen' in answer)
      return [{ fault: `the people of department ${id} cannot be read (${answer.unseen})` }]
    return listIn(answer.body, 'userlist').map(entryOf)
  }

  async function seesAll(reading: Reading): Promise<boolean> {
    return !('unseen' in (await ask(reading, '/cgi-bin/department/get', { id: root }, unseenDepartment)))
  }

  return {
    async member(directoryId, reading) {
      if (!isUserId(directoryId))
        throw new SsoError('source_refused', {
          ...call,
          cause: `${JSON.stringify(directoryId)} is no UserId`,
        })
      const answer = await ask(reading, '/cgi-bin/user/get', { userid: directoryId }, unseenMember)
      if ('body' in answer) {
        const member = memberOf(host, corpId, answer.body)
        if (member.directoryId === directoryId.toLowerCase()) return member
        throw wrong('the member is another one than was asked for')
      }
      // nobody knows which code stands for whom the app may not see; one that sees everybody may see them
      if (await seesAll(reading)) return null
      throw new SsoError('source_refused', {
        ...call,
        vendorCode: answer.unseen,
        cause: `${directoryId} has left, or is outside of 可见范围 (the range of the app), which is not the whole organisation`,
      })
    },

    async *read(scope, reading) {
      if (scope === 'all' && !(await seesAll(reading)))
        yield {
          fault: 'the app does not see everybody: its 可见范围 (range) is not the whole organisation',
        }
      yield* walk(reading, {
        async *begin() {
          const known = new Map<string, Department>()
          for (const id of scope === 'all' ? [undefined] : scope) {
            const found = await departments(reading, id)
            if (found === null) yield { fault: `department ${id ?? root} cannot be read` }
            for (const department of found ?? []) known.set(department.id, department)
          }
          for (const department of known.values()) yield { department }
        },
        of: id => members(reading, id),
      })
    },
  }
}
