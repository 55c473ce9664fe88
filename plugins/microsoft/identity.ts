import { type Host, type Identity, isToken, SsoError } from 'sso-kit/plugin'
import { memberGroups } from './api.ts'
import type { Authority, Key, Options } from './authority.ts'
import { isGuid, issuerOf, onlyTenant, personal } from './tenant.ts'

type Claims = Readonly<Record<string, unknown>>

/** What a code was exchanged for, the ID token's signature and nonce already checked. */
export interface Tokens {
  readonly idToken: string
  readonly accessToken: string
  readonly claims: Claims
}

export type Vouch = (tokens: Tokens) => Promise<Identity>

/** Groups are asked for at Graph, which wants a scope of its own. */
export const scopesOf = ({ allow }: Options): string[] => [
  ...['openid', 'profile', 'email'],
  ...(allow?.groups ? ['User.Read'] : []),
]

interface Person {
  issuer: string
  tid: string
  oid: string
  username: string | undefined
  displayName: string | undefined
  email: string | undefined
  emailVerified: boolean | undefined
}

/** The same for a sign-in and for the directory. */
export const identityOf = ({ tid, oid, ...rest }: Person): Identity & { directoryId: string } => ({
  ...rest,
  // of one tenant and the same in all its apps; `sub` would change with the app registration
  subject: oid,
  directoryId: oid,
  claims: { tenants: [tid] },
})

/** From the tokens of either strategy to a person: the checks that are Microsoft's own, at every sign-in. */
export function voucher(options: Options, host: Host, authority: Authority): Vouch {
  return async ({ idToken, accessToken, claims }) => {
    const step = 'exchange'
    // the signature has been verified with this very key
    const key = await authority.keyOf(idToken)
    const wrong =
      faultIn(claims, options, key, host.now()) ?? (isToken(accessToken) ? undefined : 'access_token')
    if (wrong !== undefined)
      throw new SsoError('source_reply_invalid', { step, cause: `"${wrong}" is not acceptable` })
    const text = (name: string): string | undefined => {
      const value = claims[name]
      return typeof value === 'string' && value !== '' ? value : undefined
    }
    const [issuer, tid, oid] = [String(claims.iss), String(claims.tid), String(claims.oid)]
    if (options.tenant === 'organizations' && tid === personal)
      throw new SsoError('not_member', { step, who: `${oid} of tenant ${tid}` })

    // personal accounts are in no group, and Graph has no answer for them
    const wanted = tid === personal ? [] : (options.allow?.groups ?? [])
    return {
      ...identityOf({
        issuer,
        tid,
        oid,
        username: text('preferred_username'),
        displayName: text('name'),
        email: text('email'),
        // whoever administers a tenant writes any address into it (nOAuth): only this claim says its domain is theirs
        emailVerified: [true, 1, '1'].includes(claims.xms_edov as never),
      }),
      groups: await memberGroups(host, options.endpoints.graph, accessToken, wanted),
    }
  }
}

/** learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer, and what Core §3.1.3.7 asks for. */
function faultIn(claims: Claims, options: Options, key: Key | undefined, now: number): string | undefined {
  const { tenant, clientId, endpoints } = options
  const { ver, aud, iss, tid, oid, exp, iat } = claims
  const tolerated = 60_000
  if (ver !== '2.0') return 'ver'
  if (aud !== clientId) return 'aud'
  if (!isGuid(tid) || (onlyTenant(tenant) ?? tid) !== tid) return 'tid'
  const issuer = issuerOf(endpoints.login, tid)
  if (iss !== issuer) return 'iss'
  // a key is for all tenants or for one: that of the personal accounts signs for nobody else
  if (key === undefined || (key.issuer ?? issuer).replace('{tenantid}', tid) !== issuer) return 'kid'
  if (typeof exp !== 'number' || exp * 1000 <= now - tolerated) return 'exp'
  if (typeof iat !== 'number' || iat * 1000 > now + tolerated) return 'iat'
  if (typeof oid !== 'string' || oid === '') return 'oid'
  return undefined
}
