import { type Host, type OptionsOf, SsoError, type Transaction } from 'sso-kit/plugin'
import type { Call } from './calls.ts'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options>

export interface Casdoor {
  /** Redeems the code. Nothing in either token is verified yet. */
  tokens(code: string, tx: Transaction): Promise<{ idToken: string; accessToken: string }>
  /** The person's groups, each as `organization/group`. */
  groups(accessToken: string, subject: string): Promise<string[]>
}

/** Casdoor's calls for one sign-in. Paths and replies: casdoor/casdoor at v3.158.0. */
export function casdoor({ clientId, clientSecret }: Options, call: Call, host: Host): Casdoor {
  return {
    // controllers/token.go GetOAuthToken. With PKCE Casdoor needs no secret; a wrong one it refuses all the same
    async tokens(code, tx) {
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: tx.redirectUri,
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        code_verifier: tx.codeVerifier,
      })
      const { fields: reply } = await call('exchange', '/api/login/oauth/access_token', {
        method: 'POST',
        body,
      })
      return { idToken: reply.token('id_token'), accessToken: reply.token('access_token') }
    },

    // object/user.go GetUserInfo. Says neither the organization nor whether an address is proved (always true)
    async groups(accessToken, subject) {
      const headers = { authorization: `Bearer ${accessToken}` }
      const { fields: reply } = await call('profile', '/api/userinfo', { headers })
      if (reply.string('sub') !== subject) {
        const cause = 'userinfo is about somebody else'
        throw new SsoError('source_reply_invalid', { source: host.source, step: 'profile', cause })
      }
      return reply.strings('groups')
    },
  }
}
