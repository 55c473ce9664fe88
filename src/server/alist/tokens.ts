import type { Request } from 'express'
import { sha256 } from '../../hash.ts'
import type { AListToken } from '../../storage/alist.ts'
import type { SessionRecord } from '../../storage/sessions.ts'
import type { Held } from '../sessions.ts'
import type { Site } from '../site.ts'
import { refuse } from './envelope.ts'

/** How long somebody who found a token in an address has, unless its page was quicker. */
export const openWithinMs = 60_000
/** How long one counts that was in an address: histories and logs keep those. */
const longestInAddressMs = 3_600_000
const mostPerSession = 10

/**
 * A token for a front end: 32 random bytes, kept as a hash, tied to the session that asked for it. It ends with that
 * session – signed out, idle, overdue, account disabled, new id –, opens AList's addresses only, and is no cookie.
 */
export async function issueToken(
  { storage, random, now }: Site,
  session: SessionRecord,
  { frontend, inAddress }: { frontend: string; inAddress: boolean },
): Promise<string> {
  const token = random(32).toString('base64url')
  const at = now()
  await storage.alist.insertToken({
    hash: sha256(token),
    sessionHash: session.hash,
    frontend,
    createdAt: at,
    openBy: inAddress ? at + openWithinMs : null,
    endsAt: inAddress ? Math.min(session.endsAt, at + longestInAddressMs) : session.endsAt,
  })
  await storage.alist.trimTokens(session.hash, mostPerSession)
  return token
}

export interface Holder extends Held {
  token: AListToken
}

/** Who sends the token, raw as AList's pages do. Throws AList's refusals. */
export async function holderOf({ storage, sessions, now }: Site, request: Request): Promise<Holder> {
  const token = request.get('authorization') ?? ''
  if (token === '') throw refuse('noToken')
  if (!/^[\w-]{43}$/.test(token)) throw refuse('notAToken')
  const found = await storage.alist.findToken(sha256(token))
  if (!found) throw refuse('tokenEnded')
  if (found.endsAt <= now() || (found.openBy !== null && found.openBy <= now())) throw refuse('tokenExpired')
  // a page says where it is from; other programs, such as a file server behind the front end, say nothing
  const origin = request.get('origin')
  if (origin !== undefined && origin !== found.frontend)
    throw refuse('tokenEnded', { cause: 'the token of another front end' })
  const held = await sessions.held(found.sessionHash)
  if (!held) throw refuse('tokenEnded')
  if (found.openBy !== null && !(await storage.alist.openToken(found.hash, now())))
    throw refuse('tokenExpired')
  return { ...held, token: found }
}
