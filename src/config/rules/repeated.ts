/** Whatever comes a second time, with the first of its kind; in linear time, since a file may have 2,000 apps. */
export function repeated<T>(all: readonly T[], keyOf: (one: T) => string): { again: T; first: T }[] {
  const firsts = new Map<string, T>()
  return all.flatMap(one => {
    const key = keyOf(one)
    const first = firsts.get(key)
    if (first !== undefined) return [{ again: one, first }]
    firsts.set(key, one)
    return []
  })
}
