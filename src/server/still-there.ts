import type { Found } from '../apps/alibaba-cloud/scim/client.ts'
import { isOurs } from '../apps/alibaba-cloud/scim/ours.ts'
import { NotTaken, Unavailable } from '../apps/not-told.ts'
import type { StillThere } from '../apps/saml/known.ts'
import { SsoError } from '../errors.ts'
import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import type { OpenApps } from './apps/apps.ts'
import type { Outbound } from './outbound.ts'
import { scimOf } from './scim.ts'

interface Asking {
  storage: Pick<Storage, 'provisioned'>
  outbound: Pick<Outbound, 'fetch'>
  now: () => number
  log: Log
}

/** Whoever opens an app again and again has it asked as often as this. */
const goodForMs = 60_000

/** For so long what an app said last stands in for what it does not say: a credential that has expired can be replaced within a day. */
const goodInSilenceMs = 86_400_000

/**
 * Asks an app that has people of its own, before somebody is sent there by their name, whether that name still belongs to
 * the user made for them: its administrators may have given it to somebody else a moment ago. Throws `app_unreachable`
 * where it has not said so for a day: who somebody would be there is not guessed.
 */
export function stillThereAt(apps: OpenApps, { storage, outbound, now, log }: Asking): StillThere {
  return async row => {
    if (row.seenAt !== null && Math.abs(now() - row.seenAt) < goodForMs) return true
    const app = apps.get(row.app)
    let found: readonly Found[]
    try {
      found = (await (app && scimOf(app, outbound))?.named('Users', row.knownAs ?? '')) ?? []
    } catch (thrown) {
      const cause = silenceIn(thrown)
      if (row.seenAt === null || Math.abs(now() - row.seenAt) >= goodInSilenceMs)
        throw new SsoError('app_unreachable', { cause })
      log.warn(
        { app: row.app, user: row.knownAs, cause },
        'the app does not say who the user is: what it said last counts for a day',
      )
      return true
    }
    if (isOurs(bearerOf(row.knownAs ?? '', found), row)) {
      await storage.provisioned.seen(row, now())
      return true
    }
    log.warn({ app: row.app, user: row.knownAs }, 'the user is not the one that the app was told of')
    await storage.provisioned.doubt(row)
    return false
  }
}

/** Who would be signed on by a name: the one who has it, or else the one whose name CloudSSO writes in other letters. */
const bearerOf = (name: string, found: readonly Found[]): Found | undefined =>
  found.find(each => each.name === name) ?? found.find(each => each.name.toLowerCase() === name.toLowerCase())

/** Why it said nothing; throws whatever is a mistake of ours. */
function silenceIn(thrown: unknown): string {
  if (thrown instanceof Unavailable || thrown instanceof NotTaken) return thrown.message
  if (thrown instanceof SsoError) return String(thrown.cause)
  throw thrown
}
