import type { World } from 'sso-kit/plugin'
import { readObject, text } from './call.ts'
import type { Answer } from './errors.ts'
import type { Options } from './index.ts'
import type { Setting } from './setting.ts'
import type { State } from './state.ts'

/** §10: our choice, the real number and time are not published. */
const mostFailures = 5
const lockedMs = 15 * 60_000

/** `POST /auth/v2/tickets`, the app's token (§1). Keys it does not know are ignored. */
export function ticketRequest(
  options: Options,
  world: World,
  state: State,
  setting: Setting,
): (request: Request) => Promise<Answer> {
  let failures = 0
  let lockedUntil = 0

  /** Only guesses for this very client id lock it. */
  function countFailure(): void {
    failures += 1
    if (failures < mostFailures) return
    failures = 0
    lockedUntil = world.now() + lockedMs
  }

  return async request => {
    const body = await readObject(request)
    if (!body) return 411000
    const [id, secret, tenant] = [
      text(body, 'client_id'),
      text(body, 'client_secret'),
      text(body, 'tenant_id'),
    ]
    if (id === '') return 41579
    if (secret === '') return 41580
    if (id !== options.clientId) return 10007
    if (lockedUntil > world.now()) return 41403
    if (secret !== options.clientSecret.reveal()) {
      countFailure()
      return 10007
    }
    // only apps of other makers name a tenant; 47006 is an inference from its meaning (§1.2)
    if (tenant !== '' && tenant !== options.tenantId) return 47006
    failures = 0
    if (setting.oneTokenAtATime) state.appTokens.forgetAll()
    const access_token = state.appTokens.issue({ permissions: new Set(setting.permissions) })
    return { access_token, expires_in: setting.expiresIn }
  }
}
