import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { loadPlugin, pluginTypes } from '../../src/plugins.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { ldap } from '../site.ts'
import { hasChromium, launch } from './chromium.ts'

/** Every type that has a simulated vendor. The base directory of an account tells which source made it. */
const file = `version: 1
publicUrl: https://sso.example.com
autoRegister: { enabled: true }
sources:
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
    autoRegister: { baseDir: /dingtalk }
  - id: welink
    type: welink
    name: WeLink
    clientId: "20190828163922073733756"
    clientSecret: { env: WELINK_CLIENT_SECRET }
    tenantId: E22BD2CC5F8B4EE69B931113F678A694
    autoRegister: { baseDir: /welink }
  - id: feishu
    type: feishu
    name: 飞书
    clientId: cli_a5ca35a685b0x26e
    clientSecret: { env: FEISHU_CLIENT_SECRET }
    tenantKey: 736588c92lxf175d
    autoRegister: { baseDir: /feishu }
  - id: wecom
    type: wecom
    name: 企业微信
    corpId: ww0a1b2c3d4e5f6071
    agentId: 1000002
    clientSecret: { env: WECOM_CLIENT_SECRET }
    autoRegister: { baseDir: /wecom }
  - id: casdoor
    type: casdoor
    name: Casdoor
    endpoint: https://door.example.com
    organization: example
    application: sso-kit
    clientId: 0ba528121ea87b3eb54d
    clientSecret: { env: CASDOOR_CLIENT_SECRET }
    autoRegister: { baseDir: /casdoor }
  - id: github
    type: github
    name: GitHub
    clientId: 0a1b2c3d4e5f60718293
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    allow: { organizations: [example] }
    autoRegister: { baseDir: /github }
  - id: google
    type: google
    name: Google
    clientId: 1234-abc.apps.googleusercontent.com
    clientSecret: { env: GOOGLE_CLIENT_SECRET }
    allow: { domains: [example.com] }
    autoRegister: { baseDir: /google }
  - id: microsoft
    type: microsoft
    name: Microsoft
    tenant: organizations
    clientId: 6731de76-14a6-49ae-97bc-6eba6914391e
    clientSecret: { env: MICROSOFT_CLIENT_SECRET }
    allow: { tenants: [c0ffee00-5a3d-4b1c-9e2f-71d0a4b8e6f3] }
    autoRegister: { baseDir: /microsoft }
  - id: partner
    type: oidc
    name: Partner
    issuer: https://id.partner.example
    clientId: sso-kit
    clientSecret: { env: PARTNER_CLIENT_SECRET }
    allow: { domains: [example.com] }
    autoRegister: { baseDir: /partner }
  - id: company
    type: saml
    name: Company
    entityId: https://idp.example.com/metadata
    signOnUrl: https://idp.example.com/sso
    certificate: { file: ./idp.pem }
    attributes: { username: uid, displayName: cn, groups: memberOf }
    allow: { groups: [staff] }
    autoRegister: { baseDir: /company }${ldap}
    autoRegister: { baseDir: /ldap }
`

/** Called 李四 too, with the same address, and a member of nothing. */
const impostor = 'impostor'
const notMember = '您不是该组织的成员'
const notAllowed = '您无权在此登录'

/** Who is no member, and the sentence that they read. */
const redirects = [
  { id: 'dingtalk', outsider: impostor, sentence: notMember },
  { id: 'welink', outsider: impostor, sentence: notMember },
  { id: 'feishu', outsider: impostor, sentence: notMember },
  // WeCom's own words: nobody is sent back from there
  { id: 'wecom', outsider: impostor, sentence: '无权限', back: false },
  // has the name and the id of lisi, in another organisation of the same server
  { id: 'casdoor', outsider: 'stranger', sentence: notMember },
  { id: 'github', outsider: impostor, sentence: notAllowed },
  { id: 'google', outsider: impostor, sentence: notAllowed },
  { id: 'microsoft', outsider: impostor, sentence: notAllowed },
  { id: 'partner', outsider: impostor, sentence: notAllowed },
  { id: 'company', outsider: impostor, sentence: notAllowed },
]

const clients = {
  welink: 'Mozilla/5.0 (Linux; Android 12) HuaWei-AnyOffice/1.0.0',
  feishu:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/604.1 Lark/7.62.12 LarkLocale/zh_CN ChannelName/Feishu',
  wecom:
    'Mozilla/5.0 (Linux; Android 15; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/134.0.6998.136 Mobile Safari/537.36 wxwork/4.1.38 MicroMessenger/7.0.1 NetType/WIFI Language/zh',
}

/** As `serve --sandbox` runs it, in a real browser: to the vendor's page and back, with no script but where one is needed. */
describe.skipIf(!hasChromium)('in the sandbox, with a real browser', () => {
  let sandbox: Sandbox
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const { config, diagnostics } = await compile(file, { file: 'test.yaml' })
    if (!config) throw new Error(`the test's own file is wrong: ${JSON.stringify(diagnostics, null, 2)}`)
    sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
    browser = await launch()
  }, 60_000)
  afterEach(() => page?.context().close())
  afterAll(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  async function openSignIn(look: BrowserContextOptions = { javaScriptEnabled: false }): Promise<void> {
    const context = await browser.newContext({ locale: 'zh-CN', ...look })
    page = await context.newPage()
    await page.goto(`${sandbox.url}/signin`)
  }

  async function chooseAt(id: string, person: string): Promise<void> {
    await page.click(`a[href="/auth/${id}"]`)
    expect(new URL(page.url()).host).not.toBe(new URL(sandbox.url).host)
    await page.click(`[data-person=${person}]`)
    // the identity provider's page posts its answer by itself only where scripts are on
    if (id === 'company') await page.click('button')
  }

  async function typeAsPassword(username: string, password: string): Promise<void> {
    await page.fill('[name=username]', username)
    await page.fill('[name=password]', password)
    await page.click('form[action="/auth/ldap/password"] button')
  }

  /** On the account page, as somebody who came from this source and no other. */
  async function expectSignedIn(id: string, name: string): Promise<void> {
    // a browser keeps the fragment of WeCom's address through every redirect
    await page.waitForURL(({ origin, pathname }) => origin + pathname === `${sandbox.url}/account`)
    expect(await page.textContent('h1')).toContain(name)
    expect(await page.textContent('dl')).toContain(`基本目录/${id}`)
    const bound = page.locator('li[id^=source-]', { hasText: '绑定于' })
    expect(await bound.evaluateAll(rows => rows.map(row => row.id))).toEqual([`source-${id}`])
  }

  async function expectSignOut(): Promise<void> {
    await page.click('text=退出登录')
    expect(await page.textContent('[role=status]')).toBe('您已退出登录。')
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('sso_sid')
  }

  const accounts = async () => (await sandbox.storage.accounts.list()).map(({ username }) => username)

  it('leaves no source out, and no type that has a simulator', async () => {
    expect(sandbox.leftOut).toEqual([])
    const plugins = await Promise.all(pluginTypes.map(async type => ({ type, ...(await loadPlugin(type)) })))
    const simulated = plugins.filter(({ simulate }) => simulate).map(({ type }) => type)
    expect(simulated.filter(type => !file.includes(`type: ${type}\n`))).toEqual([])
  })

  it.each(redirects)('$id says to $outsider: $sentence; and signs lisi in and out', async source => {
    const { id, outsider, sentence, back } = { back: true, ...source }
    await openSignIn()
    const before = await accounts()
    await chooseAt(id, outsider)
    expect(await page.textContent('main')).toContain(sentence)
    expect(await accounts()).toEqual(before)

    await (back ? page.click('text=返回首页') : page.goto(`${sandbox.url}/signin`))
    await chooseAt(id, 'lisi')
    await expectSignedIn(id, '李四')
    await expectSignOut()
  })

  it('ldap takes the printed password for nobody else, and signs its owner in and out', async () => {
    const printed = sandbox.passwords.find(({ source }) => source === 'ldap')
    if (!printed) throw new Error('the sandbox has no password for the directory')
    await openSignIn()
    const before = await accounts()
    await typeAsPassword(impostor, printed.password)
    expect(await page.textContent('[role=alert]')).toContain('用户名或密码错误')
    expect(await accounts()).toEqual(before)

    await typeAsPassword(printed.username, printed.password)
    await expectSignedIn('ldap', '赵敏')
    await expectSignOut()
  })

  it.each(Object.entries(clients))('inside %s: nothing is clicked', async (id, userAgent) => {
    await openSignIn({ userAgent })
    await expectSignedIn(id, '李四')
  })
})
