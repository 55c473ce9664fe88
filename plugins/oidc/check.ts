import type { Configuration } from 'openid-client'
import {
  type Common,
  codeIn,
  deadCode,
  type Host,
  judgedCredentials,
  type OptionsOf,
  type Probe,
  requestJson,
  SsoError,
  type Words,
} from 'sso-kit/plugin'
import type { options } from './options.ts'
import type { RelyingParty } from './relying-party.ts'

type Options = OptionsOf<typeof options> & Common

/** The connectivity test: what the server publishes, whether it fits the options, and whether it knows the client. */
export async function* check(options: Options, host: Host, party: RelyingParty): AsyncIterable<Probe> {
  const { issuer, algorithm, callbackUrl } = options
  const discovery: Words = same('discovery (.well-known/openid-configuration)')
  let config: Configuration
  try {
    config = await party.configuration('start')
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    const document = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    yield {
      name: discovery,
      state: 'bad',
      found: error.code,
      mend: {
        zh: `${document}：其中的 issuer 须与配置逐字一致`,
        en: `${document}: its issuer has to be the one of the file, letter for letter`,
      },
    }
    return
  }
  yield { name: discovery, state: 'good' }

  const { jwks_uri, id_token_signing_alg_values_supported: offered } = config.serverMetadata()
  const keys = same('keys (jwks_uri)')
  const fault =
    offered !== undefined && !offered.includes(algorithm)
      ? `${algorithm} is not offered`
      : jwks_uri === undefined
        ? 'not published'
        : await faultOfKeys(jwks_uri, algorithm, host)
  if (fault === undefined) yield { name: keys, state: 'good' }
  else {
    const mend = {
      zh: `${issuer} › 客户端：ID Token 的签名算法须为 algorithm 的 ${algorithm}`,
      en: `${issuer} › client: its ID tokens have to be signed with ${algorithm}, as algorithm says`,
    }
    yield { name: keys, state: 'bad', found: fault, mend }
  }

  yield judgedCredentials(await refusal(config, callbackUrl), {
    good: ['invalid_grant'],
    bad: ['invalid_client', 'unauthorized_client'],
    mend: {
      zh: `${issuer} › 客户端：核对客户端 ID (client_id)、客户端密钥 (client_secret) 与客户端类型`,
      en: `${issuer} › client: compare client id, client secret and kind of client`,
    },
  })
}

/** RFC 7518 §6.1, RFC 8037 §2 */
const kinds: Readonly<Record<Options['algorithm'], string>> = {
  RS256: 'RSA',
  PS256: 'RSA',
  ES256: 'EC',
  EdDSA: 'OKP',
}

async function faultOfKeys(
  url: string,
  algorithm: Options['algorithm'],
  host: Host,
): Promise<string | undefined> {
  const { status, body } = await requestJson(host.fetch, { source: host.source, step: 'exchange' }, url)
  if (status !== 200) return String(status)
  const list: unknown = Object(body).keys
  const isThere = Array.isArray(list) && list.some(key => Object(key).kty === kinds[algorithm])
  return isThere ? undefined : `no key for ${algorithm}`
}

/** What the server says to a code that it gave to nobody, by the very way that sign-ins take. */
async function refusal(config: Configuration, callbackUrl: string | undefined): Promise<string> {
  const client = await import('openid-client')
  const parameters = { code: deadCode, ...(callbackUrl !== undefined && { redirect_uri: callbackUrl }) }
  try {
    await client.genericGrantRequest(config, 'authorization_code', parameters)
  } catch (error) {
    for (let inner = error; inner instanceof Error; inner = inner.cause)
      if (inner instanceof SsoError) throw inner
    const { error: code, status } = error as { error?: string; status?: number }
    // RFC 6749 §5.2: beside a challenge, which hides the body, this status is `invalid_client`
    return codeIn(code) ?? (status === 401 ? 'invalid_client' : 'no OAuth error')
  }
  return '200'
}

const same = (words: string): Words => ({ zh: words, en: words })
