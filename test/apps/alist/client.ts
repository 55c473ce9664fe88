import { createRemoteJWKSet, jwtVerify } from 'jose'

/**
 * What AList and OpenList do as OpenID client, from the sources of AList and of the two libraries it signs in with
 * (go-oidc v2.2.1, golang.org/x/oauth2 v0.34.0): everything is asked anew at each sign-in, the client's authentication is
 * found out by trying, claims are read from the ID token alone, and neither `iss` nor PKCE nor a nonce is known.
 */
export interface AListSettings {
  sso_client_id: string
  sso_client_secret: string
  sso_endpoint_name: string
  sso_oidc_username_key: string
  sso_extra_scopes?: string
  sso_compatibility_mode: boolean
}

export function aList(settings: AListSettings, site: string) {
  const requests: string[] = []

  const redirectUri = (method: string) =>
    settings.sso_compatibility_mode
      ? `${site}/api/auth/${method}`
      : `${site}/api/auth/sso_callback?method=${method}`

  async function discover() {
    const endpoint = settings.sso_endpoint_name.replace(/\/$/, '')
    const response = await fetch(`${endpoint}/.well-known/openid-configuration`)
    if (response.status !== 200) throw new Error(`discovery: ${response.status}`)
    const document = (await response.json()) as Record<string, string> & {
      id_token_signing_alg_values_supported: string[]
    }
    if (document.issuer !== settings.sso_endpoint_name) throw new Error('oidc: issuer did not match')
    return document
  }

  return {
    requests,
    /** `GET /api/auth/sso?method=…`: where the browser is sent. */
    async start(method: string) {
      const { authorization_endpoint } = await discover()
      const query = new URLSearchParams({
        client_id: settings.sso_client_id,
        redirect_uri: redirectUri(method),
        response_type: 'code',
        scope: ['openid', 'profile', settings.sso_extra_scopes].filter(Boolean).join(' '),
        state: 'abcdefghijklmnop',
      })
      query.sort()
      return `${authorization_endpoint}?${query}`
    },
    /** The callback: what becomes `sso_id` and the new username. */
    async finish(callback: string, method: string): Promise<string> {
      const { searchParams } = new URL(callback)
      if (searchParams.get('state') !== 'abcdefghijklmnop')
        throw new Error('incorrect or expired state parameter')
      const document = await discover()
      const form = {
        grant_type: 'authorization_code',
        code: searchParams.get('code') ?? '',
        redirect_uri: redirectUri(method),
      }
      const { sso_client_id: id, sso_client_secret: secret } = settings
      const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')
      const ask = async (fields: Record<string, string>, authorization?: string) => {
        requests.push(authorization === undefined ? 'params' : 'header')
        return fetch(document.token_endpoint ?? '', {
          method: 'POST',
          body: new URLSearchParams(fields),
          headers: authorization === undefined ? {} : { authorization },
        })
      }
      let reply = await ask(form, `Basic ${basic}`)
      // the same code once more, whatever was wrong
      if (!reply.ok) reply = await ask({ ...form, client_id: id, client_secret: secret })
      const { id_token } = (await reply.json()) as { id_token?: string }
      if (!id_token) throw new Error('no id_token found in oauth token')
      const known = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512']
      const offered = document.id_token_signing_alg_values_supported.filter(alg => known.includes(alg))
      const { payload } = await jwtVerify(id_token, createRemoteJWKSet(new URL(document.jwks_uri ?? '')), {
        issuer: settings.sso_endpoint_name,
        audience: id,
        algorithms: offered.length > 0 ? offered : ['RS256'],
        clockTolerance: 60,
      })
      const name = payload[settings.sso_oidc_username_key]
      if (typeof name !== 'string' || name === '') throw new Error('cannot get username from OIDC provider')
      return name
    },
  }
}
