import { oddityOf, plainHost } from './plain.ts'

/** What a browser asks a site for, by the word of the proxy in front of it. */
export interface Asked {
  readonly method: string
  readonly host: string
  readonly path: string
  /** From the question mark on; empty without one. It takes no part in any decision. */
  readonly query: string
}

export type Dialect = 'nginx' | 'traefik' | 'caddy' | 'envoy'

/** A proxy's question: the target after the address of its dialect, and the header lines, names and values in turn. */
export interface Question {
  readonly method: string
  readonly rest: string
  readonly rawHeaders: readonly string[]
}

/** What was not as it has to be, in words, and what is known of the request all the same: for the log, and for nothing else. */
export interface Unclear extends Partial<Omit<Asked, 'query'>> {
  readonly unclear: string
}

type Read = (question: Question, defaultPort: number) => Asked | Unclear

/**
 * Each dialect reads one family of headers and no other: what of the others is there came from the browser.
 * nginx: what ingress-nginx sends by itself. Traefik and Caddy: what their forward-auth sets anew on every question.
 * Envoy: the request itself, under a longer path.
 */
export const dialects: Readonly<Record<Dialect, Read>> = {
  nginx({ rawHeaders }, defaultPort) {
    const url = only(rawHeaders, 'x-original-url') ?? ''
    const from = url.startsWith('https://') ? 8 : url.startsWith('http://') ? 7 : url.length
    const to = url.indexOf('/', from)
    const [host, target] = to < 0 ? [] : [url.slice(from, to), url.slice(to)]
    return asked(only(rawHeaders, 'x-original-method'), host, target, defaultPort)
  },
  traefik: forwarded,
  caddy: forwarded,
  envoy: ({ method, rest, rawHeaders }, defaultPort) =>
    asked(method, only(rawHeaders, 'host'), rest, defaultPort),
}

function forwarded({ rawHeaders }: Question, defaultPort: number): Asked | Unclear {
  const [method, host, uri] = ['method', 'host', 'uri'].map(each => only(rawHeaders, `x-forwarded-${each}`))
  return asked(method, host, uri, defaultPort)
}

function asked(
  method: string | undefined,
  wrote: string | undefined,
  target: string | undefined,
  defaultPort: number,
): Asked | Unclear {
  if (method === undefined || !/^[A-Z][A-Z-]{0,31}$/.test(method)) return missing('method')
  const host = wrote === undefined ? undefined : plainHost(wrote, defaultPort)
  if (host === undefined) return missing('host')
  if (target === undefined || target === '') return { ...missing('path'), method, host }
  const at = target.indexOf('?')
  const path = at < 0 ? target : target.slice(0, at)
  const query = at < 0 ? '' : target.slice(at)
  // no target has a space: two that were joined by a proxy on the way have
  const oddity =
    oddityOf(path) ?? (/^[\x21-\x7e\x80-\xff]*$/.test(query) ? undefined : 'a space in its query')
  if (oddity !== undefined)
    return { unclear: `a path with ${oddity}`, method, host, path: path.split('#')[0] ?? '' }
  return { method, host, path, query }
}

const missing = (what: string): Unclear => ({ unclear: `${what} missing, repeated or not as it has to be` })

/** The value of a header that is there exactly once. */
export function only(rawHeaders: readonly string[], name: string): string | undefined {
  let found: string | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const each = rawHeaders[index]
    if (each?.length !== name.length || each.toLowerCase() !== name) continue
    if (found !== undefined) return undefined
    found = rawHeaders[index + 1]
  }
  return found
}

/**
 * Whether somebody waits for a page, and can be sent elsewhere. A script or a form that posts would lose what it sent:
 * those are told that nobody is signed in.
 */
export function wantsPage({ method }: Asked, rawHeaders: readonly string[]): boolean {
  if (method !== 'GET') return false
  const mode = only(rawHeaders, 'sec-fetch-mode')
  if (mode !== undefined) return mode === 'navigate'
  const accepts = only(rawHeaders, 'accept') ?? ''
  return accepts.includes('text/html') && only(rawHeaders, 'x-requested-with') === undefined
}
