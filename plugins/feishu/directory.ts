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
import type { Feishu } from './api.ts'
import { outOfRange } from './codes.ts'
import { memberOf, nameOf, parentOf, root } from './record.ts'

const ids = 'user_id_type=union_id&department_id_type=open_department_id'
const mostPages = 2000

/**
 * The departments and people within the contact range of the app. There is no list of all people: every department is
 * walked (…/contact-v3/user/find_by_department has direct members only).
 */
export function directoryOf(host: Host, api: Feishu, { tenantKey }: { tenantKey: string }): Directory {
  const call = { source: host.source, step: 'profile' as const }
  const wrong = (cause: string) => new SsoError('source_reply_invalid', { ...call, cause })

  /** Null for what is out of the range of the app, or not there: Feishu has one code for both. */
  async function ask(reading: Reading, path: string): Promise<unknown> {
    return reading.call(async () =>
      api.contact(path).catch(error => {
        if (error instanceof SsoError && outOfRange.has(error.vendorCode ?? '')) return null
        throw error
      }),
    )
  }

  /** Everything of a list, or null. An empty one is left out of the answer, which still says that there is no more. */
  async function list(reading: Reading, path: string): Promise<unknown[] | null> {
    const found: unknown[] = []
    const seen = new Set<string>()
    for (let page = ''; ; ) {
      const data = await ask(
        reading,
        `${path}&page_size=50${page && `&page_token=${encodeURIComponent(page)}`}`,
      )
      if (data === null) return null
      const told = fields(data, call)
      const more = told.boolean('has_more')
      const { items = more === false ? [] : undefined } = Object(data) as { items?: unknown }
      if (!Array.isArray(items)) throw wrong('"items" is not a list')
      found.push(...items)
      if (more !== true) return found
      page = told.string('page_token')
      // a page that leads back to one before would have no end
      if (seen.has(page) || seen.size === mostPages) throw wrong(`the pages of ${path} have no end`)
      seen.add(page)
    }
  }

  function departmentOf(record: unknown, parent: string | null): Department {
    const told = fields(record, call)
    const name = told.optional('name')
    if (name === undefined) throw wrong('the app lacks contact:department.base:readonly (权限管理)')
    return { id: told.string('open_department_id'), name: nameOf(name), parent }
  }

  /** One level (…/contact-v3/department/children). */
  async function below(id: string, reading: Reading): Promise<Entry[]> {
    const found = await list(reading, `/departments/${encodeURIComponent(id)}/children?${ids}`)
    if (found === null) return [{ fault: `department ${id} cannot be read` }]
    const parent = id === root ? null : id
    return found.map(record => ({ department: departmentOf(record, parent) }))
  }

  const entryOf = (record: unknown): Entry =>
    orSetAside('a member', () => ({ member: memberOf(host, tenantKey, record) }))

  async function members(id: string, reading: Reading): Promise<Entry[]> {
    const found = await list(
      reading,
      `/users/find_by_department?department_id=${encodeURIComponent(id)}&${ids}`,
    )
    return found?.map(entryOf) ?? [{ fault: `the people of department ${id} cannot be read` }]
  }

  /** Only an app whose contact range is everybody may ask for the root (…/contact-v3/user/find_by_department). */
  async function seesAll(reading: Reading): Promise<boolean> {
    const path = `/users/find_by_department?department_id=${root}&${ids}&page_size=1`
    return (await ask(reading, path)) !== null
  }

  return {
    async member(directoryId, reading) {
      const data = await ask(reading, `/users/${encodeURIComponent(directoryId)}?${ids}`)
      if (data !== null) {
        const member = memberOf(host, tenantKey, Object(data).user)
        if (member.directoryId === directoryId) return member
        throw wrong('the user is another one than was asked for')
      }
      // whom an app that sees everybody may not see is not of the organisation
      if (await seesAll(reading)) return null
      throw new SsoError('source_refused', {
        ...call,
        cause: `${directoryId} has left, or is outside of 通讯录权限范围 (the contact range), which is not 全部成员`,
      })
    },

    async *read(scope, reading) {
      if (scope === 'all' && !(await seesAll(reading)))
        throw new SsoError('source_refused', {
          ...call,
          cause: 'the app does not see everybody: 通讯录权限范围 (the contact range) is not 全部成员',
        })
      yield* walk(reading, {
        ...(scope === 'all' ? { unlisted: [root] } : { roots: scope }),
        async *begin() {
          for (const id of scope === 'all' ? [] : scope) {
            const data = await ask(reading, `/departments/${encodeURIComponent(id)}?${ids}`)
            if (data === null) yield { fault: `department ${id} cannot be read` }
            else {
              const { department } = Object(data)
              const parent = fields(department, call).optional('parent_department_id')
              yield { department: departmentOf(department, parentOf(parent)) }
            }
          }
        },
        of: async id => (await Promise.all([below(id, reading), members(id, reading)])).flat(),
      })
    },
  }
}
