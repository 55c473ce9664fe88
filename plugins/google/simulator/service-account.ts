import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { jwtVerify } from 'jose'
import type { Google, Options } from './index.ts'

/** An account that is nobody's: it signs what it asks for with a key of its own. */
export interface ServiceAccount {
  email: string
  publicKey: KeyObject
  /** The file that the console gives out; undefined where the options have one already. */
  made: string | undefined
}

/** The account of the key in the options; where that is made up, one whose key goes back to the options. */
export function serviceAccountOf({ serviceAccountKey, endpoints }: Options): ServiceAccount | undefined {
  if (!serviceAccountKey) return undefined
  const given = keyIn(serviceAccountKey.reveal())
  if (given)
    return { email: given.client_email, publicKey: createPublicKey(given.private_key), made: undefined }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const email = 'directory@sandbox.iam.gserviceaccount.com'
  const made = JSON.stringify({
    type: 'service_account',
    project_id: 'sandbox',
    private_key_id: 'sandbox-key',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: email,
    client_id: '100000000000000000001',
    token_uri: `${endpoints.token.replace(/\/$/, '')}/token`,
  })
  return { email, publicKey, made }
}

function keyIn(text: string): { client_email: string; private_key: string } | undefined {
  try {
    const { client_email, private_key } = JSON.parse(text) as Record<string, unknown>
    return typeof client_email === 'string' && typeof private_key === 'string'
      ? { client_email, private_key }
      : undefined
  } catch {
    return undefined
  }
}

type Refusal = [status: number, error: string, description: string]

/** RFC 7523 §2.1: an assertion for an access token that acts for the person it names. The texts are ours. */
export async function actingFor(
  { serviceAccount, options, setting, world }: Google,
  assertion: string,
): Promise<{ subject: string | undefined; scopes: readonly string[] } | Refusal> {
  if (!serviceAccount) return [400, 'invalid_grant', 'Invalid grant: account not found']
  const address = `${options.endpoints.token.replace(/\/$/, '')}/token`
  const verified = await jwtVerify(assertion, serviceAccount.publicKey, {
    algorithms: ['RS256'],
    issuer: serviceAccount.email,
    audience: [address, 'https://oauth2.googleapis.com/token'],
    requiredClaims: ['iat', 'exp', 'scope'],
    currentDate: new Date(world.now()),
  }).catch(() => undefined)
  if (!verified) return [400, 'invalid_grant', 'Invalid JWT Signature.']
  const { sub, scope, iat = 0, exp = 0 } = verified.payload
  if (exp - iat > 3600 || iat * 1000 > world.now() + 300_000)
    return [400, 'invalid_grant', 'Invalid JWT: Token must be a short-lived token (60 minutes)']
  const scopes = String(scope).split(' ')
  if (sub !== undefined && scopes.some(each => !setting.delegated.has(each)))
    return [401, 'unauthorized_client', 'Client is unauthorized for any of the scopes requested.']
  return { subject: sub, scopes }
}
