/** Why an app that has people of its own could not be told of them. */

/** It is not to be asked any more for now: it is overloaded, out of order, or does not know the credential. */
export class Unavailable extends Error {
  readonly retryAfterMs: number | undefined
  constructor(why: string, retryAfterMs?: number) {
    super(why)
    this.retryAfterMs = retryAfterMs
  }
}

/** One of them is not taken, and asking again changes nothing. */
export class NotTaken extends Error {
  readonly status: number
  constructor(status: number, why: string) {
    super(why)
    this.status = status
  }
}
