/** A token as its vendor gave it. */
export interface GivenToken {
  readonly value: string
  readonly expiresInS: number
}

/** An app's own token, one for all calls. */
export interface KeptToken {
  get(): Promise<string>
  /** The token that an API refused; a newer one stays. */
  drop(dead: string): void
}

/**
 * Keeps a token until `earlyS` before its end, or for half of a life that is shorter than that. It is asked for by one
 * request at a time, whose answer all who wait share: vendors count, and many refusals shut an app out.
 */
export function keptToken(
  { now, earlyS }: { now(): number; earlyS: number },
  ask: () => Promise<GivenToken>,
): KeptToken {
  let held: { value: string; until: number } | undefined
  let asking: Promise<string> | undefined

  async function renew(): Promise<string> {
    const { value, expiresInS } = await ask()
    const lifeS = expiresInS > earlyS ? expiresInS - earlyS : expiresInS / 2
    held = { value, until: now() + lifeS * 1000 }
    return value
  }

  return {
    async get() {
      if (held && held.until > now()) return held.value
      asking ??= renew().finally(() => {
        asking = undefined
      })
      return asking
    },
    drop(dead) {
      if (held?.value === dead) held = undefined
    },
  }
}
