import { randomBytes } from 'node:crypto'
import type { Simulator } from '../../src/plugin.ts'
import { loadPlugin } from '../../src/plugins.ts'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { Answer, Browser } from '../browser.ts'
import { listen } from '../loopback.ts'

const options = {
  entityId: 'urn:example:idp',
  subject: 'nameId',
  nameIdFormat: 'persistent',
  attributes: { username: 'uid', displayName: 'cn' },
  allowSha1: false,
}

/** The simulated SAML identity provider behind a port of its own, and the source that a file has for it. */
export async function openPostingIdp() {
  const port = await listen()
  const signOnUrl = `${port.origin}/signOnUrl`
  const world = createWorld({ now: Date.now, random: randomBytes })
  const simulate = (await loadPlugin('saml'))?.simulate
  const idp: Simulator | undefined = await simulate?.({ ...options, signOnUrl, certificate: '' }, world)
  if (!idp) throw new Error('there is no simulated identity provider')
  port.serve(idp)
  const source = `
  - id: company
    type: saml
    name: Company
    entityId: ${options.entityId}
    signOnUrl: "${signOnUrl}"
    certificate: ${JSON.stringify(idp.options?.certificate)}
    attributes: { username: uid, displayName: cn }`
  return { origin: port.origin, source, close: port.close }
}

/** What the page of an identity provider would post, and how a browser says so. */
export interface Posting {
  action: string
  fields: Record<string, string>
}

/** Starts a sign-in, or goes on from `start`, and lets a person choose themselves; answers what is to be posted. */
export async function atPostingIdp(browser: Browser, person: string, start?: string): Promise<Posting> {
  const departure = new URL(start ?? (await browser.get('/auth/company')).location ?? '')
  departure.searchParams.set('person', person)
  const { page } = await browser.get(departure.href)
  const [, action] = /<form method="post" action="([^"]*)">/.exec(page) ?? []
  if (action === undefined) throw new Error(`the identity provider let nobody through: ${page}`)
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)
  return { action, fields: Object.fromEntries([...inputs].map(([, name, value]) => [name, value])) }
}

/** A cross-site POST: browsers keep cookies with SameSite=Lax out of it. */
export async function postAcross(browser: Browser, { action, fields }: Posting): Promise<Answer> {
  const jar = browser.cookies.get('localhost') ?? new Map<string, string>()
  const lax = [...jar].filter(([name]) => name !== 'sso_post')
  for (const [name] of lax) jar.delete(name)
  const answer = await browser.post(action, fields, { origin: 'null', 'sec-fetch-site': 'cross-site' })
  // they are still there for the next request, unless the answer has set them anew
  for (const [name, value] of lax) if (!jar.has(name) && !gone(answer, name)) jar.set(name, value)
  return answer
}

const gone = ({ headers }: Answer, name: string): boolean =>
  headers.getSetCookie().some(line => line.startsWith(`${name}=;`))
