/**
 * Where AList and OpenList want people back: to sign in and to bind, in either of their two modes. Compared with the
 * query, which AList repeats in the token request.
 */
export function aListRedirects(url: string): string[] {
  const api = `${url.replace(/\/$/, '')}/api/auth`
  const methods = ['sso_get_token', 'get_sso_id']
  return [
    ...methods.map(method => `${api}/sso_callback?method=${method}`),
    ...methods.map(method => `${api}/${method}`),
  ]
}

/** Sends the browser to us and back: in compatibility mode the person then is in AList, signed in. */
export const aListSignIn = (url: string): string =>
  `${url.replace(/\/$/, '')}/api/auth/sso?method=sso_get_token`
