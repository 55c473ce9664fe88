import { fields, type Host, requestJson, SsoError, type Step } from 'sso-kit/plugin'

export interface Profile {
  sub: string
  name: string | undefined
  email: string | undefined
  /** Google saw the address proved at some time. */
  emailVerified: boolean
  /** The hosted domain: there only for accounts of a Google Workspace organisation. */
  hd: string | undefined
}

// developers.google.com/identity/openid-connect/openid-connect#obtaininguserprofileinformation
export async function userInfo(host: Host, api: string, accessToken: string): Promise<Profile> {
  const step: Step = 'profile'
  const call = { source: host.source, step }
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' }
  const { status, body } = await requestJson(host.fetch, call, `${api}/oauth2/v3/userinfo`, { headers })
  if (status !== 200) throw new SsoError('source_refused', { ...call, vendorCode: String(status) })
  const user = fields(body, call)
  return {
    sub: user.string('sub'),
    name: user.optional('name'),
    email: user.optional('email'),
    emailVerified: isTrue((body as Record<string, unknown>).email_verified),
    hd: user.optional('hd'),
  }
}

/** Some of Google's older outputs say the truth as text. */
const isTrue = (value: unknown): boolean => value === true || value === 'true'
