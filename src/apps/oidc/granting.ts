import type { errors, Grant, KoaContextWithOIDC } from 'oidc-provider'
import { SsoError } from '../../errors.ts'
import type { Storage } from '../../storage/storage.ts'
import type { OidcClient } from './client.ts'
import { accessTokenSeconds, codeSeconds, refreshTokenSeconds } from './configuration.ts'
import type { Visit } from './visit.ts'

interface Granting {
  storage: Pick<Storage, 'oidc'>
  now: () => number
  newId: () => string
  clientOf(known: { clientId: string }): OidcClient
  visitOf(ctx: KoaContextWithOIDC): Visit
  /** Whether the person has to sign in first. */
  isPending(ctx: KoaContextWithOIDC): Promise<boolean>
  errors: typeof errors
  grant(of: { accountId: string; clientId: string }): Grant
}

/**
 * Lets somebody into the app that asks, and grants it what the file allows it. A grant for each authorization: with it
 * goes what came of that one alone.
 */
export function granting(host: Granting): (ctx: KoaContextWithOIDC) => Promise<Grant | undefined> {
  const { storage, now, newId, clientOf, visitOf, isPending, errors } = host
  return async ctx => {
    // the library cannot do without it, for the errors of flows that are not to be had
    if (ctx.oidc.params?.response_mode === 'fragment') throw new errors.UnsupportedResponseMode()
    const visit = visitOf(ctx)
    const { client: known, session, params, prompts } = ctx.oidc
    const { visitor } = visit
    if (!visitor || !known || !session || !params || (await isPending(ctx))) return undefined
    const client = clientOf(known)
    const { clientId, idTokenClaims } = client
    const { handle } = await visit.enter(client).catch(thrown => {
      // nothing may be shown there
      if (thrown instanceof SsoError && thrown.status < 500 && prompts.has('none'))
        throw new errors.AccessDenied('the person may not enter', thrown.code)
      throw thrown
    })
    session.sidFor(clientId, handle)
    const scope = scopeFor(client, ctx)
    params.scope = scope

    const { accountId, sessionId, source } = visitor
    const at = now()
    const id = newId()
    const offline = scope.split(' ').includes('offline_access')
    const seconds = codeSeconds + (offline ? refreshTokenSeconds : accessTokenSeconds) + codeSeconds
    const about = { id, client: clientId, accountId, sessionId, source, scope }
    if (!(await storage.oidc.begin({ ...about, createdAt: at, endsAt: at + seconds * 1000 })))
      throw new SsoError('sign_in_again', { app: client.app })

    if (idTokenClaims.length > 0)
      Object.assign(ctx.oidc.claims, {
        id_token: Object.fromEntries(idTokenClaims.map(claim => [claim, null])),
      })
    const grant = host.grant({ accountId, clientId })
    grant.jti = id
    grant.addOIDCScope(scope)
    grant.addOIDCClaims([...idTokenClaims])
    return grant
  }
}

/**
 * What was asked for and the file allows. `offline_access` counts without `prompt=consent`, which Core §11 asks for
 * unless other conditions allow it: that the file lists it for the app is such a condition.
 */
function scopeFor({ scopes }: OidcClient, ctx: KoaContextWithOIDC): string {
  const asked = String(ctx.query.scope ?? '').split(' ')
  return [...new Set(asked)].filter(scope => scopes.includes(scope)).join(' ')
}
