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
import { permissions } from './api.ts'
import { type Answer, type Calls, json } from './calls.ts'
import { hopeless, nothingThere, notPermitted, olderThanPermission } from './codes.ts'
import { memberOf } from './member.ts'
import { type Row, rowsOf } from './pages.ts'
import { type DepartmentRecord, departmentOf, departmentRecord, root } from './record.ts'

/** The most that integrators ask for, and the most of the older lists. */
const sizes = { departments: 100, people: 50 }

/** The address book: departments, then the people who are directly in each of them. There is no list of everybody. */
export function directoryOf(host: Host, calls: Calls, { tenantId }: { tenantId: string }): Directory {
  const call = { source: host.source, step: 'profile' } as const

  const ask = (reading: Reading, path: string, init?: RequestInit): Promise<Answer> =>
    reading.call(async () => {
      const answer = await calls.twice('profile', path, init).catch(lockedOut)
      // what is worth another try is thrown here
      const refused = answer.error === null ? undefined : refusalOf(path)(answer)
      if (refused?.retryAfterS !== undefined) throw refused
      return answer
    })

  const refusalOf =
    (path: string, permission?: string) =>
    (answer: Answer): SsoError => {
      try {
        calls.accepted(answer, 'profile', path, permission)
      } catch (error) {
        if (error instanceof SsoError) return error
      }
      throw new Error('the call was accepted')
    }

  function list(what: string, path: string, query: Record<string, string>, size: number, reading: Reading) {
    const permission = path.startsWith('contact/v2/user/') ? permissions.detail : undefined
    return rowsOf(host, {
      what,
      size,
      ask: page =>
        ask(reading, `${path}?${new URLSearchParams({ ...query, pageNo: `${page}`, pageSize: `${size}` })}`),
      refused: refusalOf(path, permission),
    })
  }

  /** One that was asked for by its code; null where it cannot be had. */
  async function department(code: string, reading: Reading): Promise<DepartmentRecord | { fault: string }> {
    const path = `contact/v2/department/detail?deptCode=${encodeURIComponent(code)}`
    const answer = await ask(reading, path)
    const unseen = answer.error !== null && (nothingThere.has(answer.error) || notPermitted.has(answer.error))
    if (unseen && answer.error !== olderThanPermission) {
      // nobody has said that the tenant itself has a record: what is in it can be read all the same
      if (code === root) return { code, name: undefined, parent: null, hasBelow: false }
      return { fault: `department ${code} cannot be read (${answer.error})` }
    }
    if (answer.error !== null) throw refusalOf(path)(answer)
    const record = departmentRecord(answer.reply, answer.body)
    if (record.code === code) return record
    throw new SsoError('source_reply_invalid', {
      ...call,
      cause: 'department/detail answered with another one',
    })
  }

  /**
   * Everything below some departments. One list has all levels; where it has no more than one – the older generation
   * gives no more of the root – what is missing is asked for.
   */
  async function* below(roots: readonly string[], known: Map<string, DepartmentRecord>, reading: Reading) {
    const open = [...roots]
    const parents = new Set<string>()
    for (const code of open) {
      if (parents.has(code)) continue
      const query = { deptCode: code, recursiveflag: '1' }
      const what = `the departments below ${code}`
      let count = 0
      for await (const row of list(what, 'contact/v2/department/list', query, sizes.departments, reading)) {
        const found = 'fault' in row ? row : recordIn(row, code)
        if ('fault' in found) {
          yield found
          continue
        }
        count += 1
        const before = known.get(found.code)
        if (before && (roots.includes(found.code) || before.parent === found.parent)) continue
        if (before) {
          yield { fault: `department ${found.code} lies in two places` }
          continue
        }
        known.set(found.code, found)
        if (found.parent !== null) parents.add(found.parent)
        if (found.hasBelow) open.push(found.code)
        yield { department: departmentOf(found) }
      }
      if (count === 0 && known.get(code)?.hasBelow)
        yield { fault: `department ${code} has others below it, and shows this app none of them` }
    }
  }

  function recordIn(
    row: Extract<Row, { row: unknown }>,
    below: string,
  ): DepartmentRecord | { fault: string } {
    try {
      const record = departmentRecord(fields(row.row, call), Object(row.row))
      // a list of the root's children need not say whose they are
      return { ...record, parent: record.parent ?? (record.code === root ? null : below) }
    } catch (error) {
      return setAside('a department', error)
    }
  }

  async function people(code: string, reading: Reading): Promise<Entry[]> {
    const found: Entry[] = []
    const what = `the people of department ${code}`
    for await (const row of list(what, 'contact/v2/user/list', { deptCode: code }, sizes.people, reading)) {
      if ('fault' in row) found.push(row)
      else
        try {
          found.push({ member: memberOf(host, tenantId, row.row) })
        } catch (error) {
          found.push(setAside('a member', error))
        }
    }
    return found
  }

  return {
    read: (scope, reading) =>
      walk(reading, {
        async *begin() {
          const known = new Map<string, DepartmentRecord>()
          for (const code of scope === 'all' ? [root] : scope) {
            const found = await department(code, reading)
            if ('fault' in found) {
              yield found
              continue
            }
            known.set(code, found)
            yield { department: departmentOf(found) }
          }
          yield* below([...known.keys()], known, reading)
        },
        of: code => people(code, reading),
      }),

    // …/contact/user_detail.html: 47012 no data, 47111 no such account
    async member(userId, reading): Promise<Member | null> {
      const path = 'contact/v2/user/detail'
      const answer = await ask(reading, path, json({ userId }))
      if (answer.error !== null && nothingThere.has(answer.error)) return null
      if (answer.error !== null) throw refusalOf(path, permissions.detail)(answer)
      const member = memberOf(host, tenantId, answer.body)
      if (member.directoryId === userId) return member
      throw new SsoError('source_reply_invalid', { ...call, cause: 'the record is somebody else’s' })
    },
  }
}

/** One bad record: nobody is disabled for it. */
function setAside(what: string, error: unknown): { fault: string } {
  if (error instanceof SsoError) return { fault: `${what} was set aside: ${error.cause}` }
  throw error
}

/** A locked client id is unlocked by nobody's waiting: asking again would only lock it anew. */
function lockedOut(error: unknown): never {
  if (!(error instanceof SsoError) || !hopeless.has(error.vendorCode ?? '')) throw error
  const { code, source, step, cause, vendorCode } = error
  throw new SsoError(code, { source, step, cause, vendorCode })
}
