import type { Request } from 'express'
import type { AdminToken } from '../../storage/admin-tokens.ts'
import type { AdminScope } from '../../storage/tables.ts'
import type { Site } from '../site.ts'
import { Refusal } from './api-failures.ts'
import { hashIn } from './tokens.ts'

/** A token's use is written at most this often. */
const usedEveryMs = 60_000

/** The token that a request brings, if it may do this. No cookie counts here: no other site can make a browser ask. */
export async function bearerOf(site: Site, request: Request, scope: AdminScope): Promise<AdminToken> {
  await site.limits.admin(request.ip ?? '')
  const hash = hashIn(request.get('authorization'))
  const token = hash === undefined ? undefined : await site.storage.adminTokens.find(hash, site.now())
  if (!token) throw new Refusal('credentials_wrong', 'no token, or none that is valid')
  if (scope === 'write' && token.scope !== 'write')
    throw new Refusal('not_allowed', 'this token may only read', { who: `token ${token.name}` })
  if (site.now() - (token.usedAt ?? 0) >= usedEveryMs)
    await site.storage.adminTokens.used(token.id, site.now())
  return token
}
