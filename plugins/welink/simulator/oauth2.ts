import type { Answer, Code } from './errors.ts'
import type { Options } from './index.ts'
import type { State } from './state.ts'

/** `POST /oauth2/v1/token` (§3.1): a form, or the query; success is 60001 and errors are 400 (§3.3). */
export function tokenRequest(options: Options, state: State): (request: Request) => Promise<Answer> {
  type Given = (name: string) => string

  /** In the order in which they are looked for, which is ours. */
  const refusals: [code: Code, applies: (given: Given) => boolean][] = [
    [60013, given => given('grant_type') !== 'authorization_code'],
    [60003, given => given('code') === ''],
    [60002, given => given('code').length > 2000],
    [60004, given => given('client_id').length > 255],
    [60005, given => given('client_secret').length > 255],
    [60006, given => given('state').length > 255],
    [60010, given => given('client_id') !== options.clientId],
    [60010, given => given('client_secret') !== options.clientSecret.reveal()],
    [60020, given => given('redirect_uri') === ''],
  ]

  return async request => {
    const parameters = await readParameters(request)
    const given: Given = name => parameters.get(name) ?? ''
    const [refusal] = refusals.find(([, applies]) => applies(given)) ?? []
    if (refusal !== undefined) return refusal

    const consent = state.browserCodes.read(given('code'))
    if (typeof consent === 'string') return consent === 'expired' ? 60007 : 60008
    if (consent.redirectUri !== given('redirect_uri')) return 60019
    state.browserCodes.redeem(given('code'))
    return {
      code: 60001,
      message: 'success',
      token_type: 'Bearer',
      expires_in: 7200,
      access_token: state.userTokens.issue({ person: consent.person }),
    }
  }
}

async function readParameters(request: Request): Promise<URLSearchParams> {
  const isForm = request.headers.get('content-type')?.includes('x-www-form-urlencoded')
  const form = new URLSearchParams(isForm ? await request.text() : '')
  return new URLSearchParams([...form, ...new URL(request.url).searchParams])
}
