import type { JWK, JWTVerifyGetKey } from 'jose'
import { type Host, requestJson, SsoError } from 'sso-kit/plugin'

const keptMs = 600_000
const pauseMs = 30_000

/** Kept ten minutes; an unknown key id asks anew, at most once in thirty seconds even where that fails. */
export function publishedKeys(
  url: string,
  host: Host,
  isPublicKnowledge: (key: JWK) => boolean,
): JWTVerifyGetKey {
  let held: { find: Promise<JWTVerifyGetKey>; until: number } | undefined
  let askedAt = 0

  const ask = (): Promise<JWTVerifyGetKey> => {
    const before = held
    askedAt = host.now()
    const asked = { find: read(url, host, isPublicKnowledge), until: askedAt + keptMs }
    held = asked
    asked.find.catch(() => {
      if (held === asked) held = before
    })
    return asked.find
  }

  return async (header, token) => {
    const find = await (held !== undefined && host.now() < held.until ? held.find : ask())
    try {
      return await find(header, token)
    } catch (error) {
      const isUnknown = (error as { code?: string }).code === 'ERR_JWKS_NO_MATCHING_KEY'
      if (!isUnknown || host.now() < askedAt + pauseMs) throw error
      return (await ask())(header, token)
    }
  }
}

/** object/wellknown_oidc_discovery.go GetJsonWebKeySet: `kid` is the certificate's name, `alg` the certificate's. */
async function read(
  url: string,
  host: Host,
  isPublicKnowledge: (key: JWK) => boolean,
): Promise<JWTVerifyGetKey> {
  const call = { source: host.source, step: 'exchange' as const }
  const { status, body } = await requestJson(host.fetch, call, url)
  if (status !== 200)
    throw new SsoError('source_refused', { ...call, vendorCode: String(status), cause: 'jwks' })
  const keys = keysIn(body)
  if (keys === undefined)
    throw new SsoError('source_reply_invalid', { ...call, cause: '"keys" is not a list of keys' })
  const { createLocalJWKSet } = await import('jose')
  const trusted = keys.filter(key => !isPublicKnowledge(key))
  if (trusted.length < keys.length)
    host.log.warn(
      { source: host.source },
      'Casdoor publishes a key that its source code makes public: tokens signed with it are refused, anybody can make them',
    )
  return createLocalJWKSet({ keys: trusted })
}

function keysIn(body: unknown): JWK[] | undefined {
  const keys = typeof body === 'object' && body !== null && 'keys' in body ? body.keys : undefined
  const isKey = (key: unknown): key is JWK => typeof key === 'object' && key !== null && 'kty' in key
  return Array.isArray(keys) && keys.every(isKey) ? keys : undefined
}
