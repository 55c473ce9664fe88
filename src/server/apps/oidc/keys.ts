import { randomUUID } from 'node:crypto'
import { type Algorithm, inOrder, isDue, lastUse, makeKey, type SigningJwk } from '../../../apps/oidc/keys.ts'
import type { Context } from '../../context.ts'

type KeysHost = Pick<Context, 'keyring' | 'storage' | 'now' | 'config'>

/** Longer than it takes to make a key. */
const leaseMs = 60_000

/**
 * The keys of one algorithm, the one that signs first. Where it is time for a new one, one of the servers makes it; it
 * is published at once and signs later, so that nobody has to wait for it.
 */
export async function signingKeys(host: KeysHost, algorithm: Algorithm): Promise<SigningJwk[]> {
  const { keyring, storage, now, config } = host
  const purpose = `oidc ${algorithm}`
  const make = () => makeKey(algorithm)
  let kept = await keyring.of(purpose, make)
  if (isDue(kept, now())) {
    const lease = await storage.leases.acquire(purpose, randomUUID(), leaseMs)
    if (lease) {
      kept = await keyring.of(purpose, make)
      // another may have had the lease before
      if (isDue(kept, now())) await keyring.renew(purpose, make, lastUse(now(), config.session.lifetimeMs))
      await storage.leases.release(lease)
      kept = await keyring.of(purpose, make)
    }
  }
  return inOrder(algorithm, kept, now())
}
