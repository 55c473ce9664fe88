import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { Browser } from '../browser.ts'

let sandbox: Sandbox

beforeAll(async () => {
  const { config, diagnostics } = await compile(
    `version: 1
publicUrl: https://sso.example.com
autoRegister: { enabled: true }
sources:
  - { id: dingtalk, type: dingtalk, name: DingTalk, corpId: ding3608be7c4e5266ce4ac5d6980864, clientId: dingwjlht8b93ara, clientSecret: { env: A }, events: { aesKey: { env: B }, token: { env: C } }, sync: {} }
apps:
  - { id: files, type: alist, name: Files, url: "https://files.example.com", clientSecret: { env: D }, adminToken: { env: E }, allow: everyone }
`,
    { file: 'sso.config.yaml' },
  )
  if (!config) throw new Error(JSON.stringify(diagnostics))
  sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
})
afterAll(() => sandbox.close())

describe('in the sandbox', () => {
  it('AList does not take a leaver’s sign-in any more, nor before they are back', async () => {
    const browser = new Browser(sandbox.url)
    await browser.signIn('dingtalk', 'lisi')
    // AList's own sign-in sends the browser here and back, and then to its first page
    let { location: at } = await browser.get('/apps/files/start')
    let page = ''
    while (at !== null) {
      const answer = await browser.get(at)
      if (answer.location === null) page = at
      at = answer.location
    }
    const seen = async () => (await browser.get(page)).page
    expect(await seen()).toContain('李四')

    const order = (order: string) =>
      fetch(sandbox.consoles[0]?.url ?? '', {
        ...{ method: 'POST', redirect: 'manual' },
        body: new URLSearchParams({ do: order, person: 'lisi' }),
      })
    await order('remove')
    await expect.poll(seen, { timeout: 5000 }).toContain('Current user is disabled')
    await order('take-in')
    await expect.poll(seen, { timeout: 5000 }).toContain('李四')
  })
})
