import {
  type Directory,
  type Entry,
  type Host,
  type Member,
  orSetAside,
  type Reading,
  type Secret,
  SsoError,
} from 'sso-kit/plugin'
import type { Call, Reply } from './calls.ts'
import { withAllBelow } from './groups.ts'
import { memberOf } from './member.ts'

interface Options {
  endpoint: string
  organization: string
  clientId: string
  clientSecret: Secret
}

/** A user has some hundred fields, and may have pictures of a face among them: a page has to stay below 1 MB. */
const pageSize = 50
const mostPages = 10_000

/** The users of one organization. Groups stay groups, as in the token of a sign-in: Casdoor has no departments. */
export function directoryOf(host: Host, call: Call, options: Options): Directory {
  const { organization: owner, clientId, clientSecret } = options
  const wrong = (cause: string) =>
    new SsoError('source_reply_invalid', { source: host.source, step: 'profile', cause })

  /** As the application: in the header, since addresses end in logs. */
  const ask = (reading: Reading, path: string, query: Record<string, string>): Promise<Reply> =>
    reading.call(async () => {
      const basic = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64')
      const headers = { authorization: `Basic ${basic}` }
      const reply = await call('profile', `/api/${path}?${new URLSearchParams({ owner, ...query })}`, {
        headers,
      })
      // only this says that Casdoor itself has answered, and that null means nobody
      if (reply.fields.optional('status') !== 'ok') throw wrong(`${path} has not the status "ok"`)
      return reply
    })

  async function list(reading: Reading, path: string, query: Record<string, string> = {}) {
    const { body, fields } = await ask(reading, path, query)
    const { data } = body
    // Go writes an empty list as null too
    if (data !== null && !Array.isArray(data)) throw wrong(`"data" of ${path} is not a list`)
    return { rows: (data ?? []) as readonly unknown[], total: fields.number('data2') }
  }

  /** Paged only with both `p`, from 1, and `pageSize`; then the number of all stands beside the page. */
  async function* users(reading: Reading): AsyncIterable<Entry> {
    const names = new Map<string, string>()
    let count = 0
    let first: string | undefined
    for (let page = 1; page <= mostPages; page += 1) {
      const query = { p: `${page}`, pageSize: `${pageSize}`, sortField: 'name', sortOrder: 'ascend' }
      const { rows, total } = await list(reading, 'get-users', query)
      if (total === undefined) throw wrong('get-users does not say how many there are')
      const begins = JSON.stringify([Object(rows[0]).owner, Object(rows[0]).name])
      if (rows.length === 0 || begins === first) {
        if (count < total) yield { fault: `get-users lists ${count} people of ${total}` }
        return
      }
      first ??= begins
      for (const row of rows) yield entryOf(row, names)
      count += rows.length
      if (count >= total) return
    }
    yield { fault: 'get-users has no end' }
  }

  const entryOf = (row: unknown, names: Map<string, string>): Entry =>
    orSetAside('a user', () => {
      const member = memberOf(host, options, row)
      // Casdoor lets an administrator give two people one id, and so one account here
      const known = names.get(member.subject)
      if (known !== undefined && known !== member.username)
        return { fault: `"${known}" and "${member.username}" have the same id` }
      names.set(member.subject, member.username)
      return { member }
    })

  return {
    async *read(scope, reading) {
      if (scope === 'all') return yield* users(reading)
      const { rows } = await list(reading, 'get-groups')
      const groups = withAllBelow(host, owner, rows, scope)
      for (const id of scope) if (!groups.has(id)) yield { fault: `there is no group ${id}` }
      for await (const entry of users(reading))
        if (!('member' in entry) || entry.member.groups?.some(group => groups.has(group))) yield entry
    },

    // who is not there is null, and no error
    async member(directoryId, reading): Promise<Member | null> {
      const { body } = await ask(reading, 'get-user', { userId: directoryId })
      if (body.data === null) return null
      const member = memberOf(host, options, body.data)
      if (member.directoryId === directoryId) return member
      throw wrong('get-user answered with somebody else')
    },
  }
}
