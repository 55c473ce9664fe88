import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSite, registering, type Site } from '../site.ts'
import { hasChromium, launch } from './chromium.ts'

/** Somebody else's OpenID server (oidc-provider from the registry, with its own login page), in a real browser. */
describe.skipIf(!hasChromium)('a real OpenID server as a source', () => {
  let provider: Server
  let site: Site
  let browser: Browser

  beforeAll(async () => {
    provider = createServer()
    await new Promise<void>(resolve => provider.listen(0, '127.0.0.1', resolve))
    const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
    site = await openSite(
      `${registering}
sources:
  - id: partner
    type: oidc
    name: Partner
    issuer: "${issuer}"
    clientId: sso-kit
    clientSecret: { env: SECRET }
    allow: { domains: [partner.example] }`,
      [issuer],
    )
    const oidc = new Provider(issuer, {
      clients: [
        {
          client_id: 'sso-kit',
          client_secret: 'a secret that only tests know',
          redirect_uris: [`${site.url}/auth/partner/callback`],
        },
      ],
      claims: {
        openid: ['sub'],
        profile: ['name', 'preferred_username'],
        email: ['email', 'email_verified'],
      },
      findAccount: async (_context, sub) => ({
        accountId: sub,
        claims: async () => ({
          sub,
          name: `Partner ${sub}`,
          preferred_username: sub,
          email: `${sub}@${sub === 'outsider' ? 'elsewhere.example' : 'partner.example'}`,
          email_verified: sub !== 'unproven',
        }),
      }),
      pkce: { required: () => true },
    })
    provider.on('request', oidc.callback())
    browser = await launch()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await site?.close()
    provider?.closeAllConnections()
    await new Promise(resolve => provider?.close(resolve))
  })

  async function signIn(name: string) {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
    await page.goto(`${site.url}/signin`)
    await page.click('text=Continue with Partner')
    await page.fill('[name=login]', name)
    await page.fill('[name=password]', 'any')
    await page.click('[type=submit]')
    await page.click('[type=submit]') // consent
    await page.waitForURL(`${site.url}/**`)
    return page
  }

  it('signs a person in with state, nonce, PKCE and a verified signature', async () => {
    const page = await signIn('maria')
    expect(new URL(page.url()).pathname).toBe('/account')
    expect(await page.textContent('h1')).toContain('Partner maria')
    const [account] = await site.storage.accounts.list()
    expect(account).toMatchObject({
      username: 'maria',
      email: 'maria@partner.example',
      givenPermission: 768,
      givenBaseDir: '/staff',
    })
  })

  it('knows them again', async () => {
    await signIn('maria')
    expect(await site.storage.accounts.list()).toHaveLength(1)
  })

  it.each(['outsider', 'unproven'])(
    'refuses %s, whose address is not a proven one of the allowed domain',
    async name => {
      const page = await signIn(name)
      expect(await page.textContent('h1')).toBe('You may not sign in here')
      expect((await site.storage.accounts.list()).map(({ username }) => username)).not.toContain(name)
    },
  )
})
