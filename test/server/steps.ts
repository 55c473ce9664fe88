import { sha256 } from '../../src/hash.ts'
import type { Account } from '../../src/model.ts'
import { type Answer, type Browser, hiddenFields } from '../browser.ts'
import { openSite, type Site } from '../site.ts'

/** A site whose vendors are awake: the OpenID server makes its keys when first asked, which takes longer than a vendor may. */
export async function openReadySite(text: string, server = '', patienceMs?: number): Promise<Site> {
  const site = await openSite(text, [], server, patienceMs)
  if (text.includes('/partner/issuer')) await fetch(`${site.vendor.origin}/partner/issuer/jwks`)
  site.vendor.calls.length = 0
  return site
}

/** The log line of an answer that is an error page: the one with the number that the page shows. */
export function lineOf(site: Site, { page, status }: Answer): Record<string, unknown> {
  const id = /class="id">.*?<code>([2-9a-z]{9})<\/code>/.exec(page)?.[1]
  if (id === undefined) throw new Error(`status ${status}, and no number on the page: ${page}`)
  const line = site.log.find(one => one.id === id)
  if (!line) throw new Error(`no log line says ${id}`)
  return line
}

/** Status of the answer and code of its log line. */
export const refusal = (site: Site, answer: Answer): [number, unknown] => [
  answer.status,
  lineOf(site, answer).code,
]

/** The value of the session cookie. */
export const sessionOf = (browser: Browser): string | undefined =>
  browser.cookies.get('localhost')?.get('sso_sid')

export const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.get('/account')).status === 200

/** The token that the forms of the person's own page carry. */
export async function formToken(browser: Browser): Promise<string> {
  const { page } = await browser.get('/account')
  const { form_token: token } = hiddenFields(page, '/signout')
  if (token === undefined) throw new Error('the account page has no token')
  return token
}

/** Posts with a good token, also where the page offers no such form. */
export async function postByHand(
  browser: Browser,
  action: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  return browser.post(action, { form_token: await formToken(browser), ...fields })
}

/** Begins to bind a source and chooses a person there; answers the callback's address. */
export async function beginBinding(browser: Browser, source: string, person: string): Promise<string> {
  const { page, status } = await postByHand(browser, `/account/bind/${source}`)
  const departure = /content="0;url=([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
  if (departure === undefined) throw new Error(`no departure, status ${status}: ${page}`)
  return browser.atVendor(source, person, departure)
}

/** Usernames of all accounts. */
export const usernames = async ({ storage }: Site): Promise<string[]> =>
  (await storage.accounts.list()).map(({ username }) => username)

export const countSessions = async ({ storage, clock }: Site): Promise<number> => {
  const living = await storage.sessions.count({ now: clock.now, seenSince: 0 })
  return [...living.values()].reduce((sum, one) => sum + one, 0)
}

/** A browser in which this person has just signed in. */
export async function signedIn(site: Site, source: string, person: string): Promise<Browser> {
  // of an account's sessions the newest ten are kept, and newest is by the clock
  site.clock.now += 1
  const browser = site.browser()
  const { status, page } = await browser.signIn(source, person)
  if (status !== 302) throw new Error(`${person} cannot sign in: ${page}`)
  return browser
}

/** The account that the browser is signed in to. */
export async function accountOf({ storage }: Site, browser: Browser): Promise<Account> {
  const session = await storage.sessions.find(sha256(sessionOf(browser) ?? ''))
  const account = session && (await storage.accounts.find(session.accountId))
  if (!account) throw new Error('nobody is signed in here')
  return account
}

/** The sources of an account. */
export const boundTo = async ({ storage }: Site, { id }: Account): Promise<string[]> =>
  (await storage.bindings.of(id)).map(({ source }) => source).sort()
