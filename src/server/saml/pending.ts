import { sha256 } from '../../hash.ts'
import type { OpenApp } from '../apps/apps.ts'
import type { Site } from '../site.ts'

/** Something of SAML that waits for a browser: kept by the server, since a posted message brings no cookie along. */
export interface Pending {
  readonly kind: 'sign-on' | 'sign-out'
}

/** As long as a sign-in may take. */
const lifeMs = 600_000

/** Answers the handle, which is in the browser's addresses alone. */
export async function keepPending(
  { storage, random, now }: Pick<Site, 'storage' | 'random' | 'now'>,
  { config }: Pick<OpenApp, 'config'>,
  pending: Pending,
): Promise<string> {
  const handle = random(32).toString('base64url')
  await storage.saml.keep({
    hash: sha256(handle),
    app: config.id,
    content: JSON.stringify(pending),
    expiresAt: now() + lifeMs,
  })
  return handle
}
