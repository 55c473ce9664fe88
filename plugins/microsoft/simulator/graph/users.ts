import type { Call, Reply } from './index.ts'
import { type Entity, pick, selected } from './records.ts'

/** `GET /users`: 100 at a time, 999 at most. */
export function listUsers({ query, address }: Call, users: readonly Entity[]): Reply {
  if (['$filter', '$search', '$orderby', '$expand'].some(option => query.has(option))) return 'query'
  const [example] = users
  const properties = example ? selected(query.get('$select'), example) : []
  if (!properties) return 'select'
  const top = Number(query.get('$top') ?? 100)
  if (!Number.isInteger(top) || top < 1 || top > 999) return 'top'

  // opaque to clients, who only follow the link
  const from = Number(query.get('$skiptoken') ?? 0) || 0
  const next = new URLSearchParams(query)
  next.set('$skiptoken', String(from + top))
  return {
    '@odata.context': `${address('')}/$metadata#users`,
    ...(from + top < users.length && { '@odata.nextLink': `${address('/users')}?${next}` }),
    value: users.slice(from, from + top).map(user => pick(user, properties)),
  }
}

export function oneUser({ query, address }: Call, user: Entity): Reply {
  const properties = selected(query.get('$select'), user)
  if (!properties) return 'select'
  return { '@odata.context': `${address('')}/$metadata#users/$entity`, ...pick(user, properties) }
}
