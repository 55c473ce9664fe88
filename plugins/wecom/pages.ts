import type { Transaction } from 'sso-kit/plugin'

interface Options {
  corpId: string
  agentId: number
  endpoints: { login: string; connect: string }
}

/** The two ways to a code. Neither works where the other does: a browser has no member, and WeCom shows itself no QR code. */
export const pages = {
  // path/98152
  login({ corpId, agentId, endpoints }: Options, tx: Transaction): URL {
    const url = new URL(`${endpoints.login}/wwlogin/sso/login`)
    url.search = new URLSearchParams({
      login_type: 'CorpApp',
      appid: corpId,
      agentid: String(agentId),
      redirect_uri: tx.redirectUri,
      state: tx.state,
    }).toString()
    return url
  },

  // path/91022; the client looks for the fragment
  connect({ corpId, agentId, endpoints }: Options, tx: Transaction): URL {
    const url = new URL(`${endpoints.connect}/connect/oauth2/authorize`)
    url.search = new URLSearchParams({
      appid: corpId,
      redirect_uri: tx.redirectUri,
      response_type: 'code',
      scope: 'snsapi_base',
      state: tx.state,
      agentid: String(agentId),
    }).toString()
    url.hash = 'wechat_redirect'
    return url
  },
} as const
