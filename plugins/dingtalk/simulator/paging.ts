/** Cursors look like numbers and mean nothing: the next one is never the last one and the size added up (§11). */
const step = 97

export interface Page<T> {
  list: T[]
  has_more: boolean
  /** Missing on the last page (§4.2). */
  next_cursor?: number
}

/** A page; undefined for a cursor that was never given out. */
export function pageOf<T>(all: readonly T[], cursor: number, size: number): Page<T> | undefined {
  if (cursor < 0 || cursor % step !== 0) return undefined
  const start = cursor / step
  const end = start + size
  const list = all.slice(start, end)
  return end < all.length ? { list, has_more: true, next_cursor: end * step } : { list, has_more: false }
}
