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
`,
    { file: 'sso.config.yaml' },
  )
  if (!config) throw new Error(JSON.stringify(diagnostics))
  sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
})
afterAll(() => sandbox.close())

describe('in the sandbox', () => {
  it('opening Alibaba Cloud shows who came in there, and with which role', async () => {
    const browser = new Browser(sandbox.url)
    await browser.signIn('dingtalk', 'lisi')
    const { action, fields } = formIn(await browser.get('/apps/aliyun/start'))
    expect(action).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/app\.aliyun\/acs$/)
    const { status, page } = await browser.post(action, fields, { 'sec-fetch-site': 'cross-site' })
    expect(status).toBe(200)
    expect(page).toContain('SANDBOX')
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
    expect((await browser.post(action, fields, { 'sec-fetch-site': 'cross-site' })).page).toContain(
      'Signed in',
    )
  })
})
