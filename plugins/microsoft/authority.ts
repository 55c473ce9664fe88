import {
  type Common,
  type Fields,
  fields,
  type Host,
  type OptionsOf,
  requestJson,
  SsoError,
  type Step,
} from 'sso-kit/plugin'
import type { options } from './options.ts'
import { issuerOf, onlyTenant } from './tenant.ts'

export type Options = OptionsOf<typeof options> & Common

export interface Metadata {
  /** For many tenants with the placeholder `{tenantid}`. */
  readonly issuer: string
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  readonly jwks_uri: string
}

/** An RSA key, with the issuer whose tokens it may sign; that too can have the placeholder. */
export interface Key {
  readonly kty: 'RSA'
  readonly kid: string
  readonly n: string
  readonly e: string
  readonly issuer?: string
}

export interface Authority {
  /** Kept ten minutes. */
  metadata(step: Step): Promise<Metadata>
  /** Kept ten minutes; without a hit for `kid` they are fetched again, at most once in half a minute. */
  keys(kid?: string): Promise<readonly Key[]>
  /** The key that an ID token says it is signed with. */
  keyOf(idToken: string): Promise<Key | undefined>
}

/** What Microsoft publishes of itself under `<login>/<tenant>/v2.0`, for both strategies. */
export function authority({ tenant, endpoints: { login } }: Options, host: Host): Authority {
  const read = async (url: string, step: Step): Promise<Fields> => {
    const call = { source: host.source, step }
    const { status, body } = await requestJson(host.fetch, call, url)
    if (status !== 200) throw new SsoError('source_refused', { ...call, vendorCode: String(status) })
    return fields(body, call)
  }

  // learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#find-your-apps-openid-configuration-document-uri
  const metadata = async (step: Step): Promise<Metadata> => {
    const document = await read(`${login}/${tenant}/v2.0/.well-known/openid-configuration`, step)
    const issuer = document.string('issuer')
    if (issuer !== issuerOf(login, onlyTenant(tenant)))
      throw new SsoError('source_reply_invalid', { step, cause: `metadata of another issuer: ${issuer}` })
    return {
      issuer,
      authorization_endpoint: address(document, 'authorization_endpoint', step),
      token_endpoint: address(document, 'token_endpoint', step),
      jwks_uri: address(document, 'jwks_uri', step),
    }
  }

  // learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signature
  const keys = async (jwksUri: string): Promise<Key[]> => {
    const step = 'exchange'
    const { body } = await requestJson(host.fetch, { source: host.source, step }, jwksUri)
    const list = typeof body === 'object' && body !== null && 'keys' in body ? body.keys : undefined
    if (!Array.isArray(list) || list.length > mostKeys)
      throw new SsoError('source_reply_invalid', { step, cause: '"keys" is not a list of keys' })
    return list.flatMap(found => keyIn(fields(found, { source: host.source, step })))
  }

  let document: { read: Promise<Metadata>; at: number } | undefined
  let held: { keys: Key[]; at: number } | undefined
  let askedAt = Number.NEGATIVE_INFINITY

  const authority: Authority = {
    metadata(step) {
      if (document === undefined || document.at + tenMinutes <= host.now()) {
        const kept = { read: metadata(step), at: host.now() }
        document = kept
        // a failure is not remembered
        kept.read.catch(() => {
          if (document === kept) document = undefined
        })
      }
      return document.read
    },
    async keys(kid) {
      const now = host.now()
      const fresh = held !== undefined && held.at + tenMinutes > now
      if (held && fresh && held.keys.some(key => key.kid === kid)) return held.keys
      if (held && askedAt + halfAMinute > now) return held.keys
      askedAt = now
      const { jwks_uri } = await authority.metadata('exchange')
      held = { keys: await keys(jwks_uri), at: now }
      return held.keys
    },
    async keyOf(idToken) {
      const named = keyIdIn(idToken)
      return (await authority.keys(named)).find(({ kid }) => kid === named)
    },
  }
  return authority
}

const tenMinutes = 600_000
const halfAMinute = 30_000
const mostKeys = 50

function address(document: Fields, name: string, step: Step): string {
  const url = document.string(name)
  if (!URL.canParse(url))
    throw new SsoError('source_reply_invalid', { step, cause: `"${name}" is no address` })
  return url
}

/** RFC 7515 §4.1.4. A token that is none has no key either. */
function keyIdIn(idToken: string): string | undefined {
  const [header = ''] = idToken.split('.')
  try {
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid?: unknown }
    return typeof kid === 'string' ? kid : undefined
  } catch {
    return undefined
  }
}

/** Keys of other kinds are no error: Microsoft signs with RSA, whatever else it may publish one day. */
function keyIn(found: Fields): Key[] {
  if (found.optional('kty') !== 'RSA' || (found.optional('use') ?? 'sig') !== 'sig') return []
  const issuer = found.optional('issuer')
  const key = { kid: found.string('kid'), n: found.string('n'), e: found.string('e') }
  return [{ kty: 'RSA', ...key, ...(issuer !== undefined && { issuer }) }]
}
