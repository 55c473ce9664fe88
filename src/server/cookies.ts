import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * `__Host-` cookies: this host only, https only, whole path, out of scripts' reach. On a loopback `publicUrl` without
 * TLS a browser would refuse them, so there the prefix and Secure fall away; but for `sso_post`, whose SameSite=None
 * counts only beside Secure, and browsers take that from http://localhost (Chromium 89, Firefox 75).
 */
export interface Cookies {
  /** The value, or undefined where it is absent, malformed or came twice: a second one was set by somebody else. */
  read(request: IncomingMessage, name: CookieName): string | undefined
  /** `maxAge` in seconds; without it the cookie ends with the browser. */
  set(response: ServerResponse, name: CookieName, value: string, maxAge?: number): void
  clear(response: ServerResponse, name: CookieName): void
}

/**
 * `sso_sid`: the session. `sso_flow`: the browser that sign-ins and forms belong to. `sso_post`: the browser, for
 * sign-ins whose answer another site posts; it opens nothing without the state of that sign-in, and ends with `sso_flow`.
 * `sso_app` and `sso_app_flow` are cookies of a site behind forward-auth: its pass, and the browser that asked for one.
 * `sso_refused`: why the last return of a sign-in was refused, and its hash, for the page that is loaded again.
 * `sso_organization`: the id of the organisation that was chosen last; it decides what is shown first, and nothing else.
 */
export type CookieName =
  | 'sso_sid'
  | 'sso_flow'
  | 'sso_post'
  | 'sso_app'
  | 'sso_app_flow'
  | 'sso_refused'
  | 'sso_organization'

const token = /^[\w-]{43}$/
const forms: Readonly<Record<CookieName, RegExp>> = {
  sso_sid: token,
  sso_flow: token,
  sso_post: token,
  sso_app: /^[\w.-]{78,256}$/,
  sso_app_flow: token,
  sso_refused: /^[0-9a-f]{64}\.[a-z_]{3,40}$/,
  sso_organization: /^[a-z][a-z0-9-]{0,62}$/,
}

export function cookiesFor(publicUrl: string): Cookies {
  const secure = publicUrl.startsWith('https:')
  const full = (name: CookieName) => (secure ? `__Host-${name}` : name)
  const beginnings = Object.fromEntries(
    (Object.keys(forms) as CookieName[]).map(name => [name, `${full(name)}=`]),
  ) as Record<CookieName, string>
  const write = (response: ServerResponse, name: CookieName, value: string, life: string) => {
    const reach = name === 'sso_post' ? 'SameSite=None; Secure' : `SameSite=Lax${secure ? '; Secure' : ''}`
    response.appendHeader('Set-Cookie', `${full(name)}=${value}; Path=/; HttpOnly; ${reach}${life}`)
  }
  const valuesOf = ({ headers: { cookie = '' } }: IncomingMessage, name: CookieName): string[] => {
    const beginning = beginnings[name]
    const values: string[] = []
    for (let at = 0; at < cookie.length; ) {
      const next = cookie.indexOf(';', at)
      const end = next < 0 ? cookie.length : next
      const pair = cookie.slice(at, end).trim()
      if (pair.startsWith(beginning)) values.push(pair.slice(beginning.length))
      at = end + 1
    }
    return values
  }

  return {
    read(request, name) {
      const [value, second] = valuesOf(request, name)
      return value !== undefined && second === undefined && forms[name].test(value) ? value : undefined
    },
    set: (response, name, value, maxAge) =>
      write(response, name, value, maxAge === undefined ? '' : `; Max-Age=${maxAge}`),
    clear(response, name) {
      write(response, name, '', '; Max-Age=0')
      // sign-ins that were begun in this browser end together, whichever cookie ties them to it
      if (name === 'sso_flow' && valuesOf(response.req, 'sso_post').length > 0) {
        write(response, 'sso_post', '', '; Max-Age=0')
      }
    },
  }
}
