import type { RateLimiterAbstract } from 'rate-limiter-flexible'

/** What several servers of one database have in common, and one server alone keeps elsewhere. */
export interface Shared {
  /** The key of this name: what is kept, or else `fresh`, kept from now on. Of several that come at once all get one. */
  key(name: string, fresh: string): Promise<string>
  /** A counter that all of them count in. */
  counter(options: CounterOptions): RateLimiterAbstract
  /** Forgets the counts that are over. */
  sweep(now: number): Promise<void>
}

export interface CounterOptions {
  keyPrefix: string
  points: number
  /** Seconds. */
  duration: number
}
