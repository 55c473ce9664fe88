import { type Found, NotTaken, Unavailable } from '../apps/alibaba-cloud/scim/client.ts'
import { isOurs } from '../apps/alibaba-cloud/scim/ours.ts'
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

/**
 * Asks an app that has people of its own, before somebody is sent there by their name, whether that name still belongs to
 * the user made for them: its administrators may have given it to somebody else a moment ago. Throws `app_unreachable`
 * where it does not say: who somebody would be there is not guessed.
 */
export function stillThereAt(apps: OpenApps, { storage, outbound, now, log }: Asking): StillThere {
  return async row => {
    if (row.seenAt !== null && Math.abs(now() - row.seenAt) < goodForMs) return true
    const app = apps.get(row.app)
    const client = app && scimOf(app, outbound)
    const found = (await client?.named('Users', row.knownAs ?? '').catch(unsaid)) ?? []
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

function unsaid(thrown: unknown): never {
  if (thrown instanceof Unavailable || thrown instanceof NotTaken)
    throw new SsoError('app_unreachable', { cause: thrown.message })
  if (thrown instanceof SsoError) throw new SsoError('app_unreachable', { cause: thrown.cause })
  throw thrown
}
