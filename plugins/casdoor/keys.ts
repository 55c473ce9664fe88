import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { JWTVerifyGetKey } from 'jose'
import type { Host, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'
import { publishedKeys } from './published-keys.ts'

type Options = Pick<OptionsOf<typeof options>, 'endpoint' | 'application' | 'certificate'>

/**
 * RFC 7638 thumbprints of keys whose private half is in Casdoor's source code (object/token_jwt_key.key): a server
 * that was once started in a source folder signs with it, and anybody can sign for that server.
 */
export const publicKnowledge: ReadonlySet<string> = new Set(['KikP8HIWMxFExJUuKXl8KOws9iLU8E7MiM8jVlJWyLI'])

/** Finds the key that a token is checked with: the one of the file, or the application's published ones. */
export function keysOf(
  { endpoint, application, certificate }: Options,
  host: Host,
  known = publicKnowledge,
): JWTVerifyGetKey {
  if (certificate === undefined) {
    // only the application's certificate; /.well-known/jwks has those of every organization
    const url = `${endpoint}/.well-known/${encodeURIComponent(application)}/jwks`
    return publishedKeys(url, host, key => known.has(thumbprint(key)))
  }
  const key = keyIn(certificate)
  if (known.has(thumbprint(key.export({ format: 'jwk' }))))
    throw new Error(
      "certificate has a key that Casdoor's source code makes public: make another one in Casdoor",
    )
  return async () => key
}

/** The key of a certificate in PEM form; throws with a reason in words. */
export function keyIn(certificate: string): KeyObject {
  let key: KeyObject
  try {
    key = createPublicKey(certificate)
  } catch {
    throw new Error('certificate holds no certificate that can be read')
  }
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType !== 'rsa' || modulusLength < 2048)
    throw new Error('certificate has no RSA key of 2048 bits or more, as RS256 needs')
  return key
}

/** RFC 7638 */
export const thumbprint = ({ e, kty, n }: Pick<JsonWebKey, 'e' | 'kty' | 'n'>): string =>
  createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url')
