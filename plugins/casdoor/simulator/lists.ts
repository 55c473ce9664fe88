import { ok } from './envelope.ts'

/** §8.3: filtered, sorted, and with both `p` and `pageSize` one page, with the total beside it. */
export function listed(entries: readonly object[], query: URLSearchParams): Response {
  const all = sorted(filtered(entries, query), query)
  const page = Number(query.get('p'))
  const size = Number(query.get('pageSize'))
  if (!(page > 0 && size > 0)) return ok(all)
  return ok(all.slice((page - 1) * size, page * size), all.length)
}

function filtered(entries: readonly object[], query: URLSearchParams): object[] {
  const [field, value] = [query.get('field') ?? '', query.get('value') ?? '']
  return entries.filter(entry => field === '' || value === '' || textOf(entry, field).includes(value))
}

function sorted(entries: readonly object[], query: URLSearchParams): object[] {
  const field = query.get('sortField') ?? ''
  if (field === '') return [...entries]
  const sign = query.get('sortOrder') === 'descend' ? -1 : 1
  return entries.toSorted((a, b) => sign * compare(textOf(a, field), textOf(b, field)))
}

const textOf = (entry: object, field: string): string => String(Reflect.get(entry, field) ?? '')

/** By code points, as a database does without a locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
