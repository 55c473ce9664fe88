import type { Call, Reply } from './index.ts'
import { type Entity, pick, selected } from './records.ts'

/** A list at a path: 100 at a time, 999 at most. */
export function listed(
  { query, address }: Call,
  path: string,
  kind: string,
  entities: readonly Entity[],
): Reply {
  if (['$filter', '$search', '$orderby', '$expand'].some(option => query.has(option))) return 'query'
  const select = query.get('$select')
  const known = entities.map(entity => ({ entity, properties: selected(select, entity) }))
  // a list of several types takes what one of them has
  if (known.length > 0 && known.every(({ properties }) => !properties)) return 'select'
  const top = Number(query.get('$top') ?? 100)
  if (!Number.isInteger(top) || top < 1 || top > 999) return 'top'

  // opaque to clients, who only follow the link
  const from = Number(query.get('$skiptoken') ?? 0) || 0
  const next = new URLSearchParams(query)
  next.set('$skiptoken', String(from + top))
  return {
    '@odata.context': `${address('')}/$metadata#${kind}`,
    ...(from + top < known.length && { '@odata.nextLink': `${address(path)}?${next}` }),
    value: known.slice(from, from + top).map(({ entity, properties = [] }) => pick(entity, properties)),
  }
}

export function one({ query, address }: Call, kind: string, entity: Entity): Reply {
  const properties = selected(query.get('$select'), entity)
  if (!properties) return 'select'
  return { '@odata.context': `${address('')}/$metadata#${kind}/$entity`, ...pick(entity, properties) }
}
