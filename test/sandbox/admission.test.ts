import { afterEach, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { Browser } from '../browser.ts'

const head = `version: 1
publicUrl: https://sso.example.com
autoRegister: { enabled: true, baseDir: /staff, permissions: [webdav_read] }
sources:
`
const local = '  - { id: local, type: local, name: Password }\n'

const limited: [type: string, options: string][] = [
  ['google', 'allow: { domains: [mycorp.cn, other.mycorp.cn] }'],
  ['oidc', 'issuer: https://id.mycorp.cn, allow: { domains: [mycorp.cn] }'],
  [
    'microsoft',
    'tenant: organizations, allow: { tenants: [72f988bf-86f1-41af-91ab-2d7cd011db47, 1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b] }',
  ],
]

describe('in the sandbox, a source that is limited by `allow`', () => {
  let sandbox: Sandbox
  afterEach(() => sandbox?.close())

  async function start(sources: string) {
    const { config, diagnostics } = await compile(head + sources, { file: 'sso.config.yaml' })
    if (!config) throw new Error(JSON.stringify(diagnostics))
    sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
  }

  async function isIn(source: string, person: string): Promise<boolean> {
    const browser = new Browser(sandbox.url)
    // one that the vendor itself refuses does not even come back
    await browser.signIn(source, person).catch(() => {})
    return (await browser.get('/account')).status === 200
  }

  it.each(limited)(
    'lets in the made-up people as those of %s, and never the impostor',
    async (type, options) => {
      await start(
        `  - { id: it, type: ${type}, name: It, clientId: app, clientSecret: { env: IT_SECRET }, ${options} }\n`,
      )
      expect(sandbox.closedToAll).toEqual([])
      expect([await isIn('it', 'lisi'), await isIn('it', 'impostor'), await isIn('it', 'stranger')]).toEqual([
        true,
        false,
        false,
      ])
    },
  )

  it('is told of where nobody made up can be in it', async () => {
    const dingtalk = (id: string, department: string) =>
      `  - { id: ${id}, type: dingtalk, name: It, corpId: ding1, clientId: ding2, clientSecret: { env: IT_SECRET }, allow: { departments: [${department}] } }\n`
    await start(dingtalk('known', '市场部') + dingtalk('unknown', '法务部') + local)
    expect(sandbox.closedToAll.map(({ id }) => id)).toEqual(['unknown'])
  })
})
