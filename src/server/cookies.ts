import type { IncomingMessage } from 'node:http'
import type { Response } from 'express'

/**
 * `__Host-` cookies: this host only, https only, whole path, out of scripts' reach. On a loopback `publicUrl` without
 * TLS a browser would refuse them, so there the prefix and Secure fall away.
 */
export interface Cookies {
  /** The value, or undefined where it is absent or came twice: a second one was set by somebody else. */
  read(request: IncomingMessage, name: CookieName): string | undefined
  /** `maxAge` in seconds; without it the cookie ends with the browser. */
  set(response: Response, name: CookieName, value: string, maxAge?: number): void
  clear(response: Response, name: CookieName): void
}

/** `sso_sid`: the session. `sso_flow`: the browser that sign-ins and forms belong to. */
export type CookieName = 'sso_sid' | 'sso_flow'

export function cookiesFor(publicUrl: string): Cookies {
  const secure = publicUrl.startsWith('https:')
  const full = (name: CookieName) => (secure ? `__Host-${name}` : name)
  const write = (response: Response, name: CookieName, value: string, life: string) =>
    response.append(
      'Set-Cookie',
      `${full(name)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}${life}`,
    )

  return {
    read(request, name) {
      const prefix = `${full(name)}=`
      const found = (request.headers.cookie ?? '')
        .split(';')
        .map(pair => pair.trim())
        .filter(pair => pair.startsWith(prefix))
      const [only] = found
      const value = only?.slice(prefix.length)
      return found.length === 1 && value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined
    },
    set: (response, name, value, maxAge) =>
      void write(response, name, value, maxAge === undefined ? '' : `; Max-Age=${maxAge}`),
    clear: (response, name) => void write(response, name, '', '; Max-Age=0'),
  }
}
