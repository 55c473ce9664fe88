import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Provider } from 'oidc-provider'
import { expect, onTestFinished, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { serve } from '../../src/server/serve.ts'
import { Browser } from '../../test/browser.ts'
import { listen } from '../../test/loopback.ts'
import { gitLab } from './fixtures/gitlab.ts'

const clientSecret = 'a secret that only tests know'

/** The real runtime with this one source, from a file that lies where this repository has its packages. */
async function site(source: string, vendor: string) {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { config, diagnostics } = await compile(
    `version: 1
publicUrl: ${url}
server: { listen: "127.0.0.1:${port}" }
storage: { url: "sqlite::memory:" }
keys: { cookie: [{ env: COOKIE }] }
outbound: { allowPrivate: ["${new URL(vendor).host}"] }
autoRegister: { enabled: true }
sources:
  - id: odd
    type: passport
    name: Odd
${source}`,
    { file: 'test.yaml' },
  )
  if (!config) throw new Error(JSON.stringify(diagnostics, null, 2))
  const lines: string[] = []
  const { close, storage } = await serve(config, {
    surroundings: {
      env: { SECRET: clientSecret, COOKIE: randomBytes(32).toString('hex') },
      folder: fileURLToPath(new URL('../../', import.meta.url)),
      allowExec: false,
    },
    log: createLog('info', line => void lines.push(line)),
    now: Date.now,
    random: randomBytes,
  })
  onTestFinished(() => close(0))
  return { url, lines, storage, browser: new Browser(url) }
}

const gitlab = (vendor: string) => `
    module: passport-gitlab2
    options: { clientID: app, clientSecret: { env: SECRET }, baseURL: "${vendor}" }
    identity: { issuer: "${vendor}", subject: id, username: username, displayName: displayName }`

test('a person signs in with GitLab, and is known again', async () => {
  const vendor = await listen()
  onTestFinished(() => vendor.close())
  const { url, browser, storage } = await site(gitlab(vendor.origin), vendor.origin)
  const world = createWorld({ now: Date.now, random: randomBytes })
  const application = { id: 'app', secret: clientSecret, redirectUri: `${url}/auth/odd/callback` }
  vendor.serve(await gitLab(application)(world))

  expect(await browser.signIn('odd', 'lisi')).toMatchObject({ status: 302, location: `${url}/` })
  await new Browser(url).signIn('odd', 'lisi')
  expect(await storage.accounts.list()).toMatchObject([{ username: 'lisi', displayName: '李四' }])
})

test('a secret of the options that a vendor sends back is not in the log', async () => {
  const vendor = await listen()
  onTestFinished(() => vendor.close())
  const { browser, lines } = await site(gitlab(vendor.origin), vendor.origin)
  vendor.serve(async request => {
    const sent = new URLSearchParams(await request.text()).get('client_secret')
    return Response.json(
      { error: 'invalid_client', error_description: `unknown secret: ${sent}` },
      { status: 401 },
    )
  })
  const departure = new URL((await browser.get('/auth/odd')).location ?? '')
  const { status } = await browser.get(
    `/auth/odd/callback?code=abc&state=${departure.searchParams.get('state')}`,
  )
  expect(status).toBe(502)
  const log = lines.join('\n')
  expect(log).toContain('invalid_client')
  expect(log).toContain('unknown secret: ')
  expect(log).not.toContain(clientSecret)
})

test('a person signs in at a real OpenID server through passport-openidconnect', async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { url, browser, storage } = await site(
    `
    module: passport-openidconnect
    options:
      issuer: "${issuer}"
      authorizationURL: "${issuer}/auth"
      tokenURL: "${issuer}/token"
      userInfoURL: "${issuer}/me"
      clientID: sso-kit
      clientSecret: { env: SECRET }
      scope: [profile]
      skipUserProfile: false
    identity: { issuer: "${issuer}", subject: id, username: username, displayName: displayName }`,
    issuer,
  )
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'sso-kit', client_secret: clientSecret, redirect_uris: [`${url}/auth/odd/callback`] },
    ],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    findAccount: async (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, name: `Partner ${sub}`, preferred_username: sub }),
    }),
    pkce: { required: () => false },
  })
  server.on('request', provider.callback())

  /** The server's own pages: a redirect is followed, a form answered, until somebody is back here. */
  let answer = await browser.get('/auth/odd')
  const forms: Record<string, string>[] = [
    { prompt: 'login', login: 'maria', password: 'any' },
    { prompt: 'consent' },
  ]
  while (!answer.location?.startsWith(`${url}/`)) {
    const action = /action="([^"]+)"/.exec(answer.page)?.[1]
    answer = answer.location
      ? await browser.get(new URL(answer.location, issuer).href)
      : await browser.post(action ?? '', forms.shift() ?? {}, { origin: issuer })
  }
  expect((await browser.get(answer.location)).status).toBe(302)
  expect(await storage.accounts.list()).toMatchObject([{ username: 'maria', displayName: 'Partner maria' }])
})

test('a package that is not there keeps the server from starting, and is named', async () => {
  const source = `
    module: passport-gone
    identity: { issuer: gone, subject: id }`
  await expect(site(source, 'http://127.0.0.1:9')).rejects.toThrow(
    /^source "odd" cannot be opened: the package "passport-gone" is not installed; run npm install passport-gone/,
  )
})

test('the sandbox leaves the source out, says so, and starts with the others', async () => {
  const { config } = await compile(
    `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: local, type: local, name: Password }
  - id: odd
    type: passport
    name: Odd
    ${gitlab('https://gitlab.example.com')}`,
    { file: 'test.yaml' },
  )
  if (!config) throw new Error('the file of this test is wrong')
  const sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
  onTestFinished(() => sandbox.close())
  expect(sandbox.leftOut).toEqual(['odd'])
  expect((await new Browser(sandbox.url).get('/auth/odd')).status).toBe(403)
  expect((await new Browser(sandbox.url).get('/signin')).status).toBe(200)
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
