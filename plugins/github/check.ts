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

/** The connectivity test. What an organisation shows of its members depends on the person: nobody can ask for that alone. */
export async function* check(
  { clientId, clientSecret, endpoints: { login }, callbackUrl }: Options,
  host: Host,
): AsyncIterable<Probe> {
  const client = {
    client_id: clientId,
    client_secret: clientSecret.reveal(),
    ...(callbackUrl !== undefined && { redirect_uri: callbackUrl }),
  }
  const code = await refusalOfCode(host, `${login}/login/oauth/access_token`, client, {
    'user-agent': 'sso-kit',
  })
  const page = `${login} › Settings › Developer settings › OAuth Apps › sso-kit`
  if (code === 'redirect_uri_mismatch') {
    const name = 'Authorization callback URL'
    const mend = { zh: `${page} › ${name}`, en: `${page} › ${name}` }
    yield { name: { zh: name, en: name }, state: 'bad', found: code, mend }
    return
  }
  yield judgedCredentials(code, {
    good: ['bad_verification_code'],
    bad: ['incorrect_client_credentials'],
    mend: {
      zh: `${page}：核对 Client ID；用 Generate a new client secret 更换 clientSecret`,
      en: `${page}: compare Client ID; Generate a new client secret for clientSecret`,
    },
  })
}
