import { type Host, SsoError } from 'sso-kit/plugin'
import { hopeless } from './codes.ts'

export interface AppToken {
  get(): Promise<string>
  /** The token that an API refused; a newer one stays. */
  drop(dead: string): void
}

/** WeLink wants the last five minutes of a token left alone (devg-welink/start-09). */
const earlyS = 300
/** WeLink does not say how long a lock lasts; 15 minutes is what the OAuth2 side says of its own (60009). */
const longestPauseS = 900

/**
 * The app's own token, one for all calls and asked for by one request at a time. Failures are counted by WeLink, and
 * enough of them lock the client id: after a refusal nobody's sign-in asks again before a pause is over.
 */
export function appToken(host: Host, ask: () => Promise<{ value: string; expiresInS: number }>): AppToken {
  let held: { value: string; until: number } | undefined
  let asking: Promise<string> | undefined
  let paused = { until: 0, vendorCode: '' }
  let refusals = 0

  async function renew(): Promise<string> {
    try {
      const { value, expiresInS } = await ask()
      const lifeS = expiresInS > earlyS ? expiresInS - earlyS : expiresInS / 2
      held = { value, until: host.now() + lifeS * 1000 }
      refusals = 0
      return value
    } catch (error) {
      if (error instanceof SsoError && error.vendorCode !== undefined) pause(error.vendorCode)
      throw error
    }
  }

  function pause(vendorCode: string): void {
    const pauseS = hopeless.has(vendorCode) ? longestPauseS : Math.min(2 ** refusals, longestPauseS)
    refusals += 1
    paused = { until: host.now() + pauseS * 1000, vendorCode }
    host.log.warn({ source: host.source, vendorCode, pauseS }, 'WeLink gives no app token; asking pauses')
  }

  return {
    async get() {
      if (held && held.until > host.now()) return held.value
      if (asking) return asking
      const leftS = Math.ceil((paused.until - host.now()) / 1000)
      if (leftS > 0) {
        throw new SsoError('source_refused', {
          source: host.source,
          step: 'exchange',
          vendorCode: paused.vendorCode,
          cause: `auth/v2/tickets refused and is not asked for another ${leftS} s, lest WeLink lock the client id`,
          retryAfterS: leftS,
        })
      }
      asking = renew().finally(() => {
        asking = undefined
      })
      return asking
    },
    drop(dead) {
      if (held?.value === dead) held = undefined
    },
  }
}
