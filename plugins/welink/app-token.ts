import { type GivenToken, type Host, type KeptToken, keptToken, SsoError } from 'sso-kit/plugin'
import { hopeless } from './codes.ts'

/** WeLink wants the last five minutes of a token left alone (devg-welink/start-09). */
const earlyS = 300
/** WeLink does not say how long a lock lasts; 15 minutes is what the OAuth2 side says of its own (60009). */
const longestPauseS = 900

/**
 * The app's own token. Failures are counted by WeLink, and enough of them lock the client id: after a refusal nobody's
 * sign-in asks again before a pause is over.
 */
export function appToken(host: Host, ask: () => Promise<GivenToken>): KeptToken {
  let paused = { until: 0, vendorCode: '' }
  let refusals = 0

  async function askUnlessPaused(): Promise<GivenToken> {
    const leftS = Math.ceil((paused.until - host.now()) / 1000)
    if (leftS > 0)
      throw new SsoError('source_refused', {
        source: host.source,
        step: 'exchange',
        vendorCode: paused.vendorCode,
        cause: `auth/v2/tickets refused and is not asked for another ${leftS} s, lest WeLink lock the client id`,
        retryAfterS: leftS,
      })
    const given = await ask().catch(error => {
      if (error instanceof SsoError && error.vendorCode !== undefined) pause(error.vendorCode)
      throw error
    })
    refusals = 0
    return given
  }

  function pause(vendorCode: string): void {
    const pauseS = hopeless.has(vendorCode) ? longestPauseS : Math.min(2 ** refusals, longestPauseS)
    refusals += 1
    paused = { until: host.now() + pauseS * 1000, vendorCode }
    host.log.warn({ source: host.source, vendorCode, pauseS }, 'WeLink gives no app token; asking pauses')
  }

  return keptToken({ now: host.now, earlyS }, askUnlessPaused)
}
