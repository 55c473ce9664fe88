const most = 100_000

/**
 * The ids of assertions that were believed, until they would not be any more. A second line of defence: an answer
 * belongs to one request, and the host lets a request be answered once.
 */
export class Believed {
  readonly #until = new Map<string, number>()

  /** False where this id was believed before. */
  first(id: string, until: number, now: number): boolean {
    for (const [old, end] of this.#until) if (end <= now || this.#until.size >= most) this.#until.delete(old)
    if (this.#until.has(id)) return false
    this.#until.set(id, until)
    return true
  }
}
