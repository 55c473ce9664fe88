import type { Answer, Code } from './errors.ts'
import type { Setting } from './setting.ts'

interface Asked {
  number: number
  size: number
}

/**
 * The page a query asks for. Above the most: 47013 (§10); anything but a number from 1: 47005, an inference from its
 * meaning (§1.2). 10 by default (§4.2).
 */
export function askedPage(
  query: URLSearchParams,
  names: [number: string, size: string],
  most: number,
): Asked | Code {
  const [number, size] = [query.get(names[0]) ?? '1', query.get(names[1]) ?? '10']
  if (!/^[1-9]\d{0,8}$/.test(number) || !/^[1-9]\d{0,8}$/.test(size)) return 47005
  return Number(size) > most ? 47013 : { number: Number(number), size: Number(size) }
}

export function rowsOf<T>(rows: readonly T[], { number, size }: Asked): T[] {
  return rows.slice((number - 1) * size, number * size)
}

/** The envelope of the current generation (§4.1, §4.2). A page without rows is 47012 (§1.2). */
export function paged(
  rows: readonly Record<string, unknown>[],
  query: URLSearchParams,
  most: number,
  setting: Setting,
): Answer {
  const asked = askedPage(query, ['pageNo', 'pageSize'], most)
  if (typeof asked === 'number') return asked
  const data = rowsOf(rows, asked)
  if (data.length === 0) return 47012
  const another = rows.length > asked.number * asked.size
  const hasMore = { 'always 1': 1, inverted: another ? 0 : 1, normal: another ? 1 : 0 }[setting.hasMore]
  return { pageNo: asked.number, pageSize: asked.size, hasMore, data }
}
