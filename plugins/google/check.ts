import {
  type Common,
  type Host,
  judgedCredentials,
  type OptionsOf,
  type Probe,
  refusalOfCode,
} from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

/** The connectivity test: whether Google knows the client. */
export async function* check(
  { clientId, clientSecret, endpoints: { token }, callbackUrl }: Options,
  host: Host,
): AsyncIterable<Probe> {
  const code = await refusalOfCode(host, `${token}/token`, {
    client_id: clientId,
    client_secret: clientSecret.reveal(),
    ...(callbackUrl !== undefined && { redirect_uri: callbackUrl }),
  })
  if (code === 'redirect_uri_mismatch') {
    yield {
      name: { zh: '已获授权的重定向 URI', en: 'Authorized redirect URIs' },
      state: 'bad',
      found: code,
      mend: { zh: `${page.zh} › 已获授权的重定向 URI`, en: `${page.en} › Authorized redirect URIs` },
    }
    return
  }
  yield judgedCredentials(code, {
    good: ['invalid_grant'],
    bad: ['invalid_client', 'unauthorized_client'],
    mend: {
      zh: `${page.zh}：核对客户端 ID 与客户端密钥`,
      en: `${page.en}: compare Client ID and Client secret`,
    },
  })
}

const page = {
  zh: 'console.cloud.google.com › API 和服务 › 凭据',
  en: 'console.cloud.google.com › APIs & Services › Credentials',
}
