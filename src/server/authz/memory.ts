import type { Basis } from '../../storage/basis.ts'

const most = 10_000

/**
 * What follows from a session and its person, remembered until anything of them changes, by whichever program. The
 * database is asked each time whether it still holds: exact, and not a matter of time.
 */
export interface Memory<T> {
  recall(key: string): T | undefined | Promise<T | undefined>
  /** Before reading what is to be remembered. What it answers keeps that, unless anything has changed meanwhile. */
  begin(key: string, sessionId: string): Promise<(value: T) => Promise<void>>
}

interface Kept<T> {
  readonly value: T
  readonly sessionId: string
  readonly rows: string
  /** When it was this one, the rows were found to be these. */
  revision: number | undefined
}

/** Without a basis nothing is remembered. A database that cannot say it is read, and answers with what is wrong. */
export function memoryOn<T>(basis: Basis | undefined): Memory<T> {
  if (!basis) return { recall: () => undefined, begin: async () => async () => {} }
  const { revision: revisionOf = () => undefined } = basis
  const kept = new Map<string, Kept<T>>()
  const revisionNow = oncePerTurn(revisionOf)

  function recall(key: string): T | undefined | Promise<T | undefined> {
    const entry = kept.get(key)
    if (entry === undefined) return undefined
    try {
      const revision = revisionNow()
      if (revision !== undefined && revision === entry.revision) return entry.value
      // something was written: about this person?
      const rows = basis?.of(entry.sessionId)
      if (!(rows instanceof Promise)) return holding(key, entry, rows, revision)
      return rows.then(found => holding(key, entry, found, revision)).catch(() => undefined)
    } catch {
      return undefined
    }
  }

  function holding(key: string, entry: Kept<T>, rows: string | undefined, revision: number | undefined) {
    if (rows !== entry.rows) {
      kept.delete(key)
      return undefined
    }
    entry.revision = revision
    return entry.value
  }

  async function seen(sessionId: string) {
    try {
      return { revision: revisionOf(), rows: await basis?.of(sessionId) }
    } catch {
      return { revision: undefined, rows: undefined }
    }
  }

  return {
    recall,
    async begin(key, sessionId) {
      const before = await seen(sessionId)
      return async value => {
        const { rows, revision } = await seen(sessionId)
        // rows can change and be again what they were; a revision cannot, nor can the rows where there is none
        if (rows === undefined || rows !== before.rows || revision !== before.revision) return
        const [oldest] = kept.keys()
        if (kept.size >= most && oldest !== undefined) kept.delete(oldest)
        kept.delete(key)
        kept.set(key, { value, sessionId, rows, revision })
      }
    },
  }
}

/**
 * Asked once in each turn of the event loop: all questions of a turn were on their way before it began, so that nobody has
 * been told yet of what was written since. (Where more than a thousand connections are ready at once, a turn takes in what
 * came meanwhile, and the answer may be as old as that turn.)
 */
function oncePerTurn<T>(ask: () => T): () => T {
  let answer: { readonly value: T } | undefined
  const forget = () => {
    answer = undefined
  }
  return () => {
    if (answer === undefined) {
      answer = { value: ask() }
      setImmediate(forget)
    }
    return answer.value
  }
}
