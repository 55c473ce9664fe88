import type { Entry, Reading } from './plugin.ts'

/** A directory that has no list of everybody: its departments are asked one by one. */
export interface Walk {
  /**
   * The departments to begin with, and whatever else there is to say of the whole; not asked of a read that goes on.
   */
  begin(): AsyncIterable<Entry>
  /** Those among them that may come again below another one: the file names both. */
  roots?: readonly string[]
  /** To be asked as well, though it is no department that anybody is told of: the organisation itself. */
  unlisted?: readonly string[]
  /** The people of one department, and the departments directly below it. */
  of(id: string): Promise<readonly Entry[]>
}

/**
 * Departments that are asked at the same time; the host's pace bounds the calls. More than the calls at once, so that
 * one with many pages does not hold up the others.
 */
const ahead = 12

/**
 * Walks the departments breadth first, with a mark after each of them, and goes on where {@link Reading.cut} has it: all
 * that was told then is known by the departments and their order. Stops at the first that cannot be read.
 */
export async function* walk(
  reading: Reading,
  { begin, roots = [], unlisted = [], of }: Walk,
): AsyncIterable<Entry> {
  const order = [...unlisted, ...(reading.cut?.departments ?? []).map(({ id }) => id)]
  const known = new Set(order)
  let done = reading.cut ? placeIn(reading.cut.mark, order) : 0

  /** What is handed on of an entry. A department in two places would make nobody know what is above it. */
  function seen(entry: Entry): Entry {
    if (!('department' in entry)) return entry
    const { id } = entry.department
    if (known.has(id)) return roots.includes(id) ? entry : { fault: `department ${id} lies in two places` }
    known.add(id)
    order.push(id)
    return entry
  }

  if (!reading.cut) for await (const entry of begin()) yield seen(entry)
  const asked: Promise<readonly Entry[]>[] = []
  try {
    for (let next = done; done < order.length; ) {
      for (; next < order.length && asked.length < ahead; next += 1) {
        const entries = of(order[next] as string)
        // one further ahead may fail first; it is told when its turn has come
        entries.catch(() => {})
        asked.push(entries)
      }
      for (const entry of (await asked[0]) ?? []) yield seen(entry)
      asked.shift()
      done += 1
      yield { mark: String(done) }
    }
  } finally {
    // nothing is asked any more once the read is over
    await Promise.allSettled(asked)
  }
}

function placeIn(mark: string, order: readonly string[]): number {
  const place = /^\d+$/.test(mark) ? Number(mark) : Number.NaN
  if (place <= order.length) return place
  throw new Error('the mark of the cut read is none of this walk')
}
