import { html } from '../../html.ts'
import { appPage, type Looks, welcome } from '../page.ts'
import { type Assertion, type Expected, judge, roleNames } from './assertion.ts'

/** An app that speaks SAML. */
export interface ServiceProvider {
  /** Where assertions are posted to, for the browser that brings one. */
  acs(request: Request): Promise<Response>
  /** Its first page: what it knows of whoever is signed in with this browser. */
  home(request: Request): Response
  /** The identity provider says that a session is over. */
  end(sessionIndex: string): void
}

export interface ServiceProviderHost extends Omit<Expected, 'metadata' | 'now'> {
  readonly looks: Looks
  /** Where it lives: its first page. */
  readonly address: string
  /** The metadata that is served, as if it had just been uploaded. */
  readonly metadata: () => Promise<string>
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
}

interface SignedIn extends Assertion {
  readonly relayState: string | null
}

export function serviceProvider(host: ServiceProviderHost): ServiceProvider {
  const { looks, address, metadata, now, random } = host
  /** By the cookie of a browser. */
  const people = new Map<string, SignedIn>()
  const isFirst = onceEach(now)

  return {
    async acs(request) {
      if (request.method !== 'POST') return Response.redirect(address, 303)
      const form = new URLSearchParams(await request.text())
      const verdict = judge(form.get('SAMLResponse') ?? '', {
        ...host,
        metadata: await metadata(),
        now: now(),
      })
      if ('why' in verdict) return refused(looks, verdict.why)
      if (!isFirst(verdict)) return refused(looks, 'the assertion has been used before')
      const browser = random(24).toString('base64url')
      people.set(browser, { ...verdict, relayState: form.get('RelayState') })
      const cookie = `app=${browser}; Path=${new URL(address).pathname}; HttpOnly; SameSite=Lax`
      return new Response(null, { status: 303, headers: { location: address, 'set-cookie': cookie } })
    },
    home(request) {
      const [, browser = ''] = /(?:^|; )app=([\w-]+)/.exec(request.headers.get('cookie') ?? '') ?? []
      const person = people.get(browser)
      return person ? greeting(looks, person) : strangers(looks)
    },
    end(sessionIndex) {
      for (const [browser, person] of people) if (person.sessionIndex === sessionIndex) people.delete(browser)
    },
  }
}

/** Whether an assertion comes for the first time; each is remembered for as long as it is good (Profiles §4.1.4.5). */
function onceEach(now: () => number): (assertion: Assertion) => boolean {
  const goodUntil = new Map<string, number>()
  return ({ id, notOnOrAfter }) => {
    for (const [each, until] of goodUntil) if (until <= now()) goodUntil.delete(each)
    if (goodUntil.has(id)) return false
    goodUntil.set(id, notOnOrAfter)
    return true
  }
}

const greeting = (looks: Looks, { nameId, attributes, relayState }: SignedIn): Response =>
  welcome(
    looks,
    // the name of a role's session is what Alibaba Cloud shows
    attributes.displayName?.[0] ?? attributes[`${roleNames}RoleSessionName`]?.[0] ?? nameId,
    html`签名、受众、地址、时间和属性都已核对。 <span lang="en">Signature, audience, address, time and attributes were checked.</span>`,
    [
      ['NameID', [nameId]],
      ...Object.entries(attributes),
      ...(relayState === null ? [] : [['RelayState', [relayState]] as const]),
    ],
  )

/** Real ones tell nobody why. */
const refused = (looks: Looks, why: string): Response =>
  appPage(
    looks,
    403,
    html`
<h2>登录失败 <span lang="en">Sign-on refused</span></h2>
<p role="alert">原因 <span lang="en">Reason</span>: ${why}</p>`,
  )

const strangers = (looks: Looks): Response =>
  appPage(
    looks,
    200,
    html`
<p>你还没有登录，请从单点登录的门户进入。 <span lang="en">You are not signed in here. Come in from the portal of the single sign-on.</span></p>`,
  )
