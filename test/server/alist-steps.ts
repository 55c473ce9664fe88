import { type Answer, Browser } from '../browser.ts'
import type { Site } from '../site.ts'

/** A front end made for AList, as the file lists it. */
export const files = 'https://files.example.com'

export const alist = (source: string, more = '', frontends: readonly string[] = [files]) =>
  `\ncallbacks: { alist: { source: ${source}, frontends: ${JSON.stringify(frontends)}${more} } }`
export const compatible = ', compatibilityMode: true'

export interface Envelope {
  code: number
  message: string
  data: Record<string, unknown> | null
}

/** An answer of AList's kind: JSON, whatever went wrong, with status 200. */
export function envelopeOf({ status, headers, page }: Answer): Envelope {
  if (status !== 200 || !headers.get('content-type')?.startsWith('application/json'))
    throw new Error(`no envelope, status ${status}: ${page}`)
  return JSON.parse(page) as Envelope
}

/** Code and message. */
export const said = (answer: Answer): [number, string] => {
  const { code, message, data } = envelopeOf(answer)
  if (code !== 200 && data !== null) throw new Error('a refusal with data')
  return [code, message]
}

/** Begins as AList's login page does, and lets a person choose themselves at the vendor; answers the callback's address. */
export async function atVendor(
  site: Site,
  browser: Browser,
  source: string,
  person: string,
  frontend = '',
): Promise<string> {
  const start = await browser.get(
    `/api/auth/sso?method=sso_get_token${frontend && `&frontend=${encodeURIComponent(frontend)}`}`,
  )
  if (start.location === null) throw new Error(`no departure: ${start.page}`)
  if (new URL(start.location).origin !== site.vendor.origin) throw new Error(`to ${start.location}`)
  return browser.atVendor(source, person, start.location)
}

/** What the page hands over, and to whom. */
export function handedOver({ status, page }: Answer): { message: Record<string, string>; target: string } {
  const [, message = '', target = ''] = /postMessage\((\{.*?\}), "([^"]*)"\)/.exec(page) ?? []
  if (status !== 200 || message === '') throw new Error(`nothing is handed over, status ${status}: ${page}`)
  return { message: JSON.parse(message) as Record<string, string>, target }
}

/** The token that a person's browser gets for a front end. */
export async function tokenFor(
  site: Site,
  browser: Browser,
  source: string,
  person: string,
  frontend = '',
): Promise<string> {
  const answer = await browser.get(await atVendor(site, browser, source, person, frontend))
  const token =
    answer.location === null
      ? handedOver(answer).message.token
      : new URL(answer.location).searchParams.get('token')
  if (!token) throw new Error(`no token: ${answer.page}`)
  return token
}

/** A request of a page's script, or without `origin` of another program; no cookie goes with it. */
export async function call(
  site: Site,
  path: string,
  { token, origin, json, method }: { token?: string; origin?: string; json?: unknown; method?: string } = {},
): Promise<Answer> {
  const reply = await fetch(site.url + path, {
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token !== undefined && { authorization: token }),
      ...(origin !== undefined && { origin }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    redirect: 'manual',
  })
  return { status: reply.status, headers: reply.headers, location: null, page: await reply.text() }
}

/** The front end begins a bind in a window, and the person agrees on our page; answers the callback's address. */
export async function agreeToBind(browser: Browser, source: string, person: string): Promise<string> {
  const { page, status } = await browser.submit('/api/auth/sso?method=get_sso_id', '/api/auth/sso')
  const departure = /content="0;url=([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
  if (departure === undefined) throw new Error(`no departure, status ${status}: ${page}`)
  return browser.atVendor(source, person, departure)
}

/** A browser with the cookies of another one. */
export function copyOf(site: Site, browser: Browser): Browser {
  const copy = new Browser(site.url)
  for (const [host, jar] of browser.cookies) copy.cookies.set(host, new Map(jar))
  return copy
}

export const me = (site: Site, token: string, origin?: string) =>
  call(site, '/api/me', { token, ...(origin !== undefined && { origin }) })
export const update = (site: Site, token: string, json: unknown) =>
  call(site, '/api/me/update', { token, json })
/** What {@link said} says of a reply that is none of a mistake. */
export const accepted = [200, 'success']
