import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { Browser } from '../browser.ts'
import { formIn } from '../server/saml/sp.ts'

let sandbox: Sandbox

beforeAll(async () => {
  const { config, diagnostics } = await compile(
    `version: 1
publicUrl: https://sso.example.com
autoRegister: { enabled: true }
sources:
  - { id: dingtalk, type: dingtalk, name: DingTalk, corpId: ding3608be7c4e5266ce4ac5d6980864, clientId: dingwjlht8b93ara, clientSecret: { env: A } }
apps:
  - { id: aliyun, type: alibaba-cloud, name: Alibaba Cloud, site: china, sso: role, accountId: "1234567890123456", roles: [{ role: dev }], allow: everyone }
  - { id: grafana, type: saml, name: Grafana, metadata: { file: ./nowhere.xml }, idpInitiated: true, allow: everyone }
  - { id: wiki, type: saml, name: Wiki, entityId: "urn:wiki", acsUrl: https://wiki.example.com/acs, sloUrl: https://wiki.example.com/slo, nameId: username, idpInitiated: true, allow: everyone }
`,
    { file: 'sso.config.yaml' },
  )
  if (!config) throw new Error(JSON.stringify(diagnostics))
  sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
})
afterAll(() => sandbox.close())

/** Brings an assertion as the page of ours does; answers the app's first page. */
async function entered(browser: Browser, action: string, fields: Record<string, string>): Promise<string> {
  const { status, location } = await browser.post(action, fields, { 'sec-fetch-site': 'cross-site' })
  expect(status).toBe(303)
  return (await browser.get(location ?? '')).page
}

describe('in the sandbox', () => {
  it('opening Alibaba Cloud shows who came in there, and with which role', async () => {
    const browser = new Browser(sandbox.url)
    await browser.signIn('dingtalk', 'lisi')
    const { action, fields } = formIn(await browser.get('/apps/aliyun/start'))
    expect(action).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/app\.aliyun\/acs$/)
    const page = await entered(browser, action, fields)
    expect(page).toContain('SANDBOX')
    // who it is, and not the persistent NameID
    const [, name] = /RoleSessionName<\/b><br><small>([^<]+)/.exec(page) ?? []
    expect(page).toContain(`Hello ${name}!`)
    expect(page).toContain(
      'acs:ram::1234567890123456:role/dev,acs:ram::1234567890123456:saml-provider/sso-kit',
    )
    const forged = { ...fields, SAMLResponse: Buffer.from('<x/>').toString('base64') }
    expect((await browser.post(action, forged)).status).toBe(403)
  })

  it('an app whose metadata is a file of somebody’s is played without it', async () => {
    const browser = new Browser(sandbox.url)
    await browser.signIn('dingtalk', 'lisi')
    const { action, fields } = formIn(await browser.get('/apps/grafana/start'))
    expect(action).toMatch(/\/app\.grafana\/acs$/)
    // its nameId is persistent
    expect(await entered(browser, action, fields)).toMatch(/Hello [\w-]{43}!/)
  })

  it('greets whom it knows, and nobody at another browser or at the address for assertions', async () => {
    const browser = new Browser(sandbox.url)
    await browser.signIn('dingtalk', 'lisi')
    const { action, fields } = formIn(await browser.get('/apps/wiki/start'))
    const home = action.replace(/acs$/, '')
    expect(await entered(browser, action, fields)).toMatch(/NameID[\s\S]*李四/)
    const typed = await browser.get(action)
    expect([typed.status, typed.location]).toEqual([303, home])
    const other = await new Browser(sandbox.url).get(home)
    expect(other.page).toContain('You are not signed in here')
    expect(other.page).not.toContain('李四')
  })

  it('an assertion is taken once, also from somebody else’s browser', async () => {
    const browser = new Browser(sandbox.url)
    await browser.signIn('dingtalk', 'lisi')
    const { action, fields } = formIn(await browser.get('/apps/wiki/start'))
    await entered(browser, action, fields)
    for (const again of [browser, new Browser(sandbox.url)]) {
      const { status, page } = await again.post(action, fields)
      expect([status, page]).toEqual([403, expect.stringContaining('has been used before')])
    }
    // the next one of the same person is another
    const next = formIn(await browser.get('/apps/wiki/start'))
    expect(await entered(browser, next.action, next.fields)).toContain('Hello 李四!')
  })

  it('a SAML app with sloUrl is told of a sign-out, and answers', async () => {
    const browser = new Browser(sandbox.url)
    await browser.signIn('dingtalk', 'mlindqvist')
    const { action, fields } = formIn(await browser.get('/apps/wiki/start'))
    await entered(browser, action, fields)
    const home = action.replace(/acs$/, '')
    const there = async () => /Hello (.*)!/.exec((await browser.get(home)).page)?.[1]
    expect(await there()).toBe('Maria_Lindqvist')

    const { page } = await browser.submit('/account', '/signout')
    const leave = /\/saml\/slo\?leave=[\w-]+/.exec(page)?.[0] ?? ''
    const told = (await browser.get(leave)).location ?? ''
    expect(told).toContain(`${home}slo?SAMLRequest=`)
    // anybody's word ends nothing
    expect((await browser.get(told.replace('Signature=', 'Signature=AAAA'))).status).toBe(403)
    expect((await browser.get(told.replace('RelayState=', 'RelayState=x'))).status).toBe(403)
    expect(await there()).toBe('Maria_Lindqvist')
    const back = (await browser.get(told)).location ?? ''
    expect(back).toContain('/saml/wiki/slo?SAMLResponse=')
    expect(await there()).toBeUndefined()
    expect((await browser.get(back)).location).toMatch(/\/signin\?out$/)
  })
})
