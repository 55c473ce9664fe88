/** An answer with its page; redirects are not followed, so that a test sees each step. */
export interface Answer {
  status: number
  headers: Headers
  location: string | null
  page: string
}

/** A browser without a screen: cookies per host name, forms with their hidden token, one request at a time. */
export class Browser {
  readonly #home: string
  readonly #headers: Record<string, string>
  /** By host name, as browsers do: ports share. */
  readonly cookies = new Map<string, Map<string, string>>()

  constructor(home: string, headers: Record<string, string> = {}) {
    this.#home = home
    this.#headers = { 'accept-language': 'en', ...headers }
  }

  async get(address: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send('GET', address, { headers })
  }

  /** Posts like a page of ours would, unless the headers say otherwise. */
  async post(
    address: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const own = { origin: new URL(this.#home).origin, 'sec-fetch-site': 'same-origin', ...headers }
    return this.#send('POST', address, { headers: own, body: new URLSearchParams(form) })
  }

  async request(method: string, address: string): Promise<Answer> {
    return this.#send(method, address, {})
  }

  /** Loads a page and posts one of its forms, hidden fields included. */
  async submit(page: string, action: string, fields: Record<string, string> = {}): Promise<Answer> {
    const { page: html } = await this.get(page)
    return this.post(action, { ...hiddenFields(html, action), ...fields })
  }

  /** Starts a sign-in and lets a person choose themselves at the vendor's page; answers the callback's address. */
  async atVendor(source: string, person: string, start?: string): Promise<string> {
    const departure = start ?? (await this.get(`/auth/${source}`)).location
    if (departure === null) throw new Error(`/auth/${source} did not send anyone away`)
    const chosen = new URL(departure)
    chosen.searchParams.set('person', person)
    const { location, page } = await this.get(chosen.href)
    if (location === null) throw new Error(`the vendor let nobody through: ${page}`)
    return location
  }

  /** The whole way, up to the answer of the callback. */
  async signIn(source: string, person: string): Promise<Answer> {
    return this.get(await this.atVendor(source, person))
  }

  /** Binds a source from the account page, up to the answer of the callback. */
  async bind(source: string, person: string): Promise<Answer> {
    const { page, status } = await this.submit('/account', `/account/bind/${source}`)
    const address = /content="0;url=([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    if (address === undefined) throw new Error(`no departure, status ${status}: ${page}`)
    return this.get(await this.atVendor(source, person, address))
  }

  async #send(method: string, address: string, init: RequestInit): Promise<Answer> {
    const url = new URL(address, `${this.#home}/`)
    const jar = this.cookies.get(url.hostname) ?? new Map<string, string>()
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      ...this.#headers,
      ...(cookie && { cookie }),
      ...(init.headers as Record<string, string>),
    }
    const response = await fetch(url, { ...init, method, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const at = pair.indexOf('=')
      if (attributes.includes('Max-Age=0')) jar.delete(pair.slice(0, at))
      else jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
    this.cookies.set(url.hostname, jar)
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get('location'),
      page: await response.text(),
    }
  }
}

/** The hidden fields of the form with this action. */
export function hiddenFields(html: string, action: string): Record<string, string> {
  const form = new RegExp(`<form[^>]*action="${action}"[^>]*>(.*?)</form>`, 's').exec(html)?.[1] ?? ''
  const inputs = form.match(/<input[^>]*type="hidden"[^>]*>/g) ?? []
  return Object.fromEntries(
    inputs.map(input => [/name="([^"]*)"/.exec(input)?.[1] ?? '', /value="([^"]*)"/.exec(input)?.[1] ?? '']),
  )
}
