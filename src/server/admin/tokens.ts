import { sha256 } from '../../hash.ts'
import type { Storage } from '../../storage/storage.ts'
import type { AdminScope } from '../../storage/tables.ts'

/** Recognised by programs that look for secrets in places where none belong. */
const prefix = 'sso_admin_'
const form = /^sso_admin_[\w-]{43}$/

export interface Made {
  id: string
  /** Told once, to who asked for it: the store has only its hash. */
  token: string
}

export async function makeToken(
  storage: Storage,
  random: (bytes: number) => Buffer,
  about: { name: string; scope: AdminScope; now: number; lifeMs: number },
): Promise<Made> {
  const { name, scope, now, lifeMs } = about
  const token = prefix + random(32).toString('base64url')
  const id = random(8).toString('hex')
  const times = { createdAt: now, endsAt: now + lifeMs, usedAt: null }
  await storage.adminTokens.insert({ id, hash: sha256(token), name, scope, ...times })
  return { id, token }
}

/** The hash of what an Authorization header brings; undefined where that cannot be a token of ours (RFC 6750 §2.1). */
export function hashIn(authorization: string | undefined): string | undefined {
  const token = /^Bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1]
  return token !== undefined && form.test(token) ? sha256(token) : undefined
}
