const most = 10_000

/**
 * What follows from the database, remembered until anything in it changes, by whichever program: exact, and not a matter
 * of time. Where the database cannot say so, nothing is remembered.
 */
export interface Memory<T> {
  recall(key: string): T | undefined
  /** Call it before reading what `keep` is given. */
  revision(): string | undefined
  /** Nothing is kept that was read before a change. */
  keep(key: string, value: T, revision: string | undefined): void
}

export function memoryOn<T>(revisionOf: (() => string) | undefined): Memory<T> {
  const kept = new Map<string, T>()
  let known: string | undefined
  const revision = () => {
    const now = asked(revisionOf)
    if (now !== known) kept.clear()
    known = now
    return now
  }
  return {
    revision,
    recall(key) {
      revision()
      return kept.get(key)
    },
    keep(key, value, readAt) {
      if (readAt === undefined || readAt !== revision()) return
      if (kept.size >= most) kept.clear()
      kept.set(key, value)
    },
  }
}

/** A database that cannot say it is asked itself, and answers with what is wrong. */
function asked(revisionOf: (() => string) | undefined): string | undefined {
  try {
    return revisionOf?.()
  } catch {
    return undefined
  }
}
