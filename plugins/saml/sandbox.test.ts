import { expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { Browser } from '../../test/browser.ts'
import { atPostingIdp, postAcross } from '../../test/server/posting-idp.ts'

it('the sandbox believes its own identity provider, whatever certificate the file refers to', async () => {
  const text = `version: 1
publicUrl: https://sso.example.com
autoRegister: { enabled: true }
sources:
  - id: company
    type: saml
    name: Company
    entityId: urn:example:idp
    signOnUrl: https://idp.example.com/sso
    certificate: { file: ./idp.pem }
    attributes: { username: uid }`
  const { config } = await compile(text, { file: 'test.yaml' })
  if (!config) throw new Error('the file of this test is wrong')
  const sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
  const browser = new Browser(sandbox.url)
  expect((await postAcross(browser, await atPostingIdp(browser, 'lisi'))).status).toBe(303)
  expect((await sandbox.storage.accounts.list()).map(({ username }) => username)).toEqual(['lisi'])
  await sandbox.close()
})
