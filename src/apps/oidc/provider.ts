import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Configuration, KoaContextWithOIDC, default as Library } from 'oidc-provider'
import type { VouchedEmail } from '../../accounts/email.ts'
import type { Person } from '../../accounts/person.ts'
import type { PermissionProfile } from '../../permissions.ts'
import type { Storage } from '../../storage/storage.ts'
import { adapterFor } from './adapter.ts'
import { claimsOf } from './claims.ts'
import { metadataOf, type OidcClient } from './client.ts'
import { pinned, sessionCookie } from './configuration.ts'
import { granting } from './granting.ts'
import type { SigningJwk } from './keys.ts'
import { loadLibrary } from './library.ts'
import { policyOf } from './policy.ts'
import type { Visit } from './visit.ts'

export interface ProviderHost {
  issuer: string
  storage: Pick<Storage, 'oidc'>
  now: () => number
  newId: () => string
  permissions: PermissionProfile
  /** By client id. */
  clients: ReadonlyMap<string, OidcClient>
  /** The one that signs first. */
  keys: readonly SigningJwk[]
  /** Whether people may still come in by that source. */
  isOpen(source: string): boolean
  /** As they are now, if the app is open to them now. */
  person(accountId: string, app: string): Promise<Person | undefined>
  email(person: Person): Promise<VouchedEmail | undefined>
  /** The library could not go on with a machine's request; answers the status to give. */
  fault(error: unknown): number
  /** What the library says of its surroundings. */
  noticed(words: string): void
}

/** What an ID token of ours says whom it was about. */
export interface Hint {
  readonly client: OidcClient
  readonly subject: string
  /** The `sid`, where it has one. */
  readonly handle: string | undefined
}

export interface Provider {
  /** Answers the request, or leaves an answer in `visit`. */
  answer(request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void>
  /** Undefined unless the token is one of ours, however old. */
  readHint(idToken: string): Promise<Hint | undefined>
  /** OpenID Connect Back-Channel Logout 1.0 §2.4. */
  logoutToken(client: OidcClient, about: { subject: string; handle: string }): Promise<string>
}

/** `oidc-provider` with our store, our session and our pages. */
export async function openProvider(host: ProviderHost): Promise<Provider> {
  const { default: Base, errors, interactionPolicy } = await loadLibrary(host.noticed)
  const { clients, now } = host
  const visits = new WeakMap<IncomingMessage, Visit>()
  const visitOf = ({ req }: Pick<KoaContextWithOIDC, 'req'>): Visit => {
    const visit = visits.get(req)
    if (!visit) throw new Error('a request that came by another way')
    return visit
  }
  const clientOf = ({ clientId }: { clientId: string }): OidcClient => {
    const client = clients.get(clientId)
    if (!client) throw new errors.InvalidClient('client not found')
    return client
  }

  /** Reads and sets no cookie: whose request it is, our session says. And it shows no page. */
  class House extends Base {
    override createContext(req: IncomingMessage, res: ServerResponse) {
      const context = super.createContext(req, res)
      const get = (name: string) => (name === sessionCookie ? visits.get(req)?.visitor?.sessionId : undefined)
      context.cookies = { get, set: () => {}, secure: true } as unknown as typeof context.cookies
      return context
    }

    override registerResponseMode(...[name, handler]: Parameters<Library['registerResponseMode']>): void {
      const page: typeof handler = (ctx, action, fields) =>
        leave(ctx, { kind: 'form', action, fields: fields as Record<string, string> })
      super.registerResponseMode(name, name === 'form_post' ? page : handler)
    }
  }

  const { policy, isPending } = policyOf(interactionPolicy, { visitOf, now })
  const configuration: Configuration = {
    ...pinned,
    clients: [...clients.values()].map(metadataOf),
    jwks: { keys: [...host.keys] as never },
    adapter: adapterFor({
      storage: host.storage,
      now,
      revoked: () => new errors.InvalidGrant('the grant was revoked'),
      session() {
        const ctx = Base.ctx
        const visitor = ctx && visitOf(ctx).visitor
        if (!visitor) return undefined
        const { accountId, sessionId, provedAt } = visitor
        const loginTs = Math.floor(provedAt / 1000)
        return { kind: 'Session', jti: sessionId, uid: sessionId, accountId, loginTs }
      },
      grant({ id, accountId, client, source, scope }) {
        if (!host.isOpen(source)) return undefined
        const { scopes = [], idTokenClaims = [] } = clients.get(client) ?? {}
        // the file may have taken some back since
        const now = scope.split(' ').filter(each => scopes.includes(each))
        const openid = { scope: now.join(' '), claims: [...idTokenClaims] }
        return { kind: 'Grant', jti: id, accountId, clientId: client, openid }
      },
    }),
    pkce: { required: (_ctx, client) => clientOf(client).needsPkce },
    clientBasedCORS: (_ctx, origin, client) => originsOf(clientOf(client)).includes(origin),
    features: {
      ...(pinned.features as object),
      revocation: {
        enabled: true,
        async allowedPolicy(_ctx, client, { clientId }) {
          if (clientId === client.clientId) return true
          throw new errors.InvalidRequest('the token is of another client')
        },
      },
      introspection: {
        enabled: true,
        // an app may ask about what is its own: of another one's token it learns nothing
        async allowedPolicy(_ctx, client, token) {
          const { clientId, accountId } = token as { clientId?: string; accountId?: string }
          if (clientId !== client.clientId || accountId === undefined) return false
          return (await host.person(accountId, clientOf(client).app)) !== undefined
        },
      },
    },
    async findAccount(_ctx, accountId, token) {
      if (!token) return { accountId, claims: () => ({ sub: accountId }) }
      const { clientId = '' } = token as { clientId?: string }
      const person = await host.person(accountId, clientOf({ clientId }).app)
      const said = person && {
        sub: accountId,
        ...claimsOf(person, await host.email(person), host.permissions),
      }
      return said && { accountId, claims: () => said }
    },
    interactions: {
      policy,
      url: (ctx, { prompt }) => visitOf(ctx).signIn(!prompt.reasons.includes('no_session')),
    },
    loadExistingGrant: ctx => grantFor(ctx),
    renderError: async (ctx, _out, error) => leave(ctx, { kind: 'failure', error }),
  }
  const provider = new House(host.issuer, configuration)
  const grantFor = granting({
    ...host,
    clientOf,
    visitOf,
    isPending,
    errors,
    grant: about => new provider.Grant(about),
  })
  provider.on('server_error', (ctx, error) => {
    ctx.status = host.fault(error)
  })
  const callback = provider.callback()

  function leave(ctx: KoaContextWithOIDC, answer: NonNullable<Visit['answer']>): void {
    visitOf(ctx).answer = answer
    ctx.respond = false
  }

  return {
    async answer(request, response, visit) {
      visits.set(request, visit)
      await callback(request, response)
    },
    async readHint(idToken) {
      const client = clients.get(audienceOf(idToken) ?? '')
      const known = client && (await provider.Client.find(client.clientId))
      if (!client || !known) return undefined
      try {
        const { payload } = await provider.IdToken.validate(idToken, known)
        const { sub, sid } = payload as { sub: string; sid?: string }
        return { client, subject: sub, handle: sid }
      } catch {
        return undefined
      }
    },
    async logoutToken({ clientId }, { subject, handle }) {
      const client = await provider.Client.find(clientId)
      if (!client) throw new Error('client not found')
      const token = new provider.IdToken({ sub: subject }, { client, ctx: undefined } as never)
      Object.assign(token, { mask: { sub: null } })
      token.set('jti', host.newId())
      token.set('sid', handle)
      token.set('events', { 'http://schemas.openid.net/event/backchannel-logout': {} })
      return token.issue({ use: 'logout' })
    },
  }
}

/** Pages of the app may ask by script from where it wants people back. */
export const originsOf = ({ redirectUris }: OidcClient): string[] => [
  ...new Set(redirectUris.filter(uri => /^https?:/.test(uri)).map(uri => new URL(uri).origin)),
]

/** Read before it is verified: only to know whose keys and algorithm it has to be verified by. */
function audienceOf(idToken: string): string | undefined {
  try {
    const { aud } = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString())
    return typeof aud === 'string' ? aud : undefined
  } catch {
    return undefined
  }
}
