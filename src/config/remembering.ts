/** What is asked of the same words again and again: a key may be in a file thousands of times. */
export function remembering<T>(answer: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>()
  return word => {
    const found = known.has(word) ? (known.get(word) as T) : answer(word)
    known.set(word, found)
    return found
  }
}

/** What is found out of an object, once for all who ask, for as long as it is there. */
export function oncePer<K extends object, T extends object>(find: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, T>()
  return of => {
    const found = known.get(of) ?? find(of)
    known.set(of, found)
    return found
  }
}
