import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { discoveryOf } from '../../src/apps/oidc/discovery.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

interface Step {
  place: string
  field: string
  value: string | null
  note: string | null
}

const head = `version: 1
publicUrl: https://sso.example.com/base
server: { trustedProxies: [127.0.0.1/32] }
sources: [{ id: github, type: github, name: GitHub, clientId: 0a1b2c3d4e5f60718293, clientSecret: { env: GITHUB_CLIENT_SECRET } }]
`

const sheetOf = async (app: string, language = 'en') => {
  const cwd = makeFolder({ 'sso.config.yaml': `${head}apps:\n${app}` })
  const { code, stdout, stderr } = await command(
    ['urls', '--app', 'it', '--lang', language, '--format', 'json'],
    { cwd },
  )
  expect(code).toBe(0)
  // advice may be there
  expect(stderr).not.toMatch(/^(?:error|warning)/m)
  const { sources, apps } = JSON.parse(stdout) as { sources: unknown[]; apps: { steps: Step[] }[] }
  expect([sources, apps.length]).toEqual([[], 1])
  return apps[0]?.steps ?? []
}
const values = async (app: string) => (await sheetOf(app)).flatMap(({ value }) => value ?? [])

const aliyun = (more: string) =>
  `  - { id: it, type: alibaba-cloud, name: 阿里云, allow: everyone, accountId: "1234567890123456", ${more} }\n`

describe('urls for an app of Alibaba Cloud', () => {
  it.each([
    ['china', 'https://signin.aliyun.com/saml-role/sso', 'ram.console.aliyun.com'],
    ['international', 'https://signin.alibabacloud.com/saml-role/sso', 'ram.console.alibabacloud.com'],
  ])('has the runbook of role SSO: %s', async (site, recipient, console) => {
    const steps = await sheetOf(
      aliyun(
        `site: ${site}, sso: role, provider: door, roles: [{ role: dev }, { role: ops, accountId: "9876543210987654" }]`,
      ),
    )
    const entered = steps.map(({ value }) => value)
    expect(entered).toEqual(
      expect.arrayContaining(['door', 'https://sso.example.com/base/saml/metadata', 'dev', 'ops', recipient]),
    )
    expect(entered).toContain('acs:ram::1234567890123456:saml-provider/door')
    expect(entered).toContain('acs:ram::9876543210987654:saml-provider/door')
    expect(steps.filter(({ place }) => place.includes(console)).length).toBeGreaterThan(6)
    expect(steps.filter(({ field }) => field === 'policies').map(({ place }) => place)).toEqual(
      ['dev', 'ops'].map(role => expect.stringContaining(` › ${role} › Permissions`)),
    )
  })

  it('has that of user SSO, with what to compare', async () => {
    const steps = await sheetOf(aliyun('site: china, sso: user, domain: example.onaliyun.com'))
    expect(steps.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['example.onaliyun.com', 'rsa-sha256']),
    )
    expect(steps.map(({ note }) => note).join('\n')).toContain(
      'https://signin.aliyun.com/1234567890123456/saml/SSO',
    )
  })

  it('has that of CloudSSO, with what to bring back', async () => {
    const directory =
      'directory: { entityId: https://signin-cn-shanghai.alibabacloudsso.com/saml/sp/d-1, acsUrl: https://signin-cn-shanghai.alibabacloudsso.com/saml/acs/1 }'
    const scim =
      'scim: { url: https://cloudsso-scim-cn-shanghai.aliyun.com/scim/v2, token: { env: CLOUDSSO_SCIM_TOKEN } }'
    const steps = await sheetOf(
      aliyun(`site: china, sso: cloudsso, ${directory}, ${scim}`).replace(
        'accountId: "1234567890123456", ',
        '',
      ),
    )
    const back = steps.filter(({ value }) => value === null).map(({ note }) => note ?? '')
    for (const key of ['directory.entityId', 'directory.acsUrl', 'scim.url', 'CLOUDSSO_SCIM_TOKEN'])
      expect(
        back.some(note => note.includes(key)),
        key,
      ).toBe(true)
  })
})

describe('urls for an app', () => {
  it('of OpenID Connect: issuer, client and how it proves itself', async () => {
    const wiki =
      '  - { id: it, type: oidc, name: Wiki, allow: everyone, redirectUris: [https://wiki.example.com/callback], launchUrl: https://wiki.example.com }\n'
    expect(await values(wiki)).toEqual([
      'https://sso.example.com/base',
      'https://sso.example.com/base/oidc/auth',
      'https://sso.example.com/base/oidc/token',
      'https://sso.example.com/base/oidc/userinfo',
      'https://sso.example.com/base/oidc/jwks',
      'it',
      'openid profile email',
      'S256',
      'https://sso.example.com/base/oidc/signout',
      'https://sso.example.com/base/apps/it/start',
    ])
    const notes = async (more = '') =>
      Object.fromEntries(
        (await sheetOf(wiki.replace('allow', `${more}allow`))).map(({ field, note }) => [field, note]),
      )
    expect(await notes()).toMatchObject({
      'redirect URI': 'has to be exactly what redirectUris says: https://wiki.example.com/callback',
      'post-logout redirect URI': 'goes into postLogoutRedirectUris, if the app has one',
      'back-channel logout URI': 'goes into backchannelLogoutUri, if the app has one',
    })
    const told =
      'postLogoutRedirectUris: [https://wiki.example.com/], backchannelLogoutUri: https://wiki.example.com/out, '
    expect(await notes(told)).toMatchObject({
      'post-logout redirect URI':
        'has to be exactly what postLogoutRedirectUris says: https://wiki.example.com/',
      'back-channel logout URI':
        'has to be exactly what backchannelLogoutUri says: https://wiki.example.com/out',
    })
    const confidential = await sheetOf(
      wiki.replace('redirectUris', 'clientSecret: { env: WIKI_CLIENT_SECRET }, redirectUris'),
    )
    expect(confidential.find(({ field }) => field === 'client secret')?.note).toContain(
      '{ env: WIKI_CLIENT_SECRET }',
    )
  })

  it('of OpenID Connect: each address as discovery says it, in Chinese too', async () => {
    const wiki =
      '  - { id: it, type: oidc, name: Wiki, allow: everyone, redirectUris: [https://wiki.example.com/callback] }\n'
    const said = discoveryOf('https://sso.example.com/base', [])
    for (const language of ['en', 'zh']) {
      const steps = await sheetOf(wiki, language)
      for (const name of [
        'authorization_endpoint',
        'token_endpoint',
        'userinfo_endpoint',
        'jwks_uri',
        'end_session_endpoint',
      ])
        expect(steps.find(({ field }) => field.endsWith(`(${name})`))?.value, name).toBe(said[name])
    }
  })

  it('of AList: the settings by their own names', async () => {
    const steps = await sheetOf(
      '  - { id: it, type: alist, name: 网盘, allow: everyone, url: https://files.example.com, clientSecret: { env: FILES_CLIENT_SECRET } }\n',
      'zh',
    )
    const settings = Object.fromEntries(
      steps.map(({ field, value }) => [/\((\w+)\)$/.exec(field)?.[1] ?? field, value]),
    )
    expect(settings).toMatchObject({
      sso_login_platform: 'OIDC',
      sso_client_id: 'it',
      sso_endpoint_name: 'https://sso.example.com/base',
      sso_oidc_username_key: 'preferred_username',
    })
  })

  it('of SAML: metadata, addresses, NameID and attributes', async () => {
    const given =
      '  - { id: it, type: saml, name: Grafana, allow: everyone, entityId: urn:grafana, acsUrl: https://grafana.example.com/acs, nameId: email, attributes: { mail: email } }\n'
    expect(await values(given)).toEqual([
      'https://sso.example.com/base/saml/metadata',
      'https://sso.example.com/base/saml/metadata',
      'https://sso.example.com/base/saml/it/metadata',
      'https://sso.example.com/base/saml/it/sso',
      'https://sso.example.com/base/saml/it/slo',
      'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      'mail',
    ])
    const logout = async (file: string) =>
      (await sheetOf(file)).find(({ field }) => field === 'single logout service of the app')?.note
    expect(await logout(given)).toBe('goes into sloUrl, if the app has one')
    expect(await logout(given.replace('nameId', 'sloUrl: https://grafana.example.com/slo, nameId'))).toBe(
      'has to be exactly what sloUrl says: https://grafana.example.com/slo',
    )
  })

  it('of forward-auth: what each proxy asks', async () => {
    const given =
      '  - { id: it, type: forward-auth, name: Intranet, allow: everyone, hosts: [intranet.example.com] }\n'
    expect(await values(given)).toEqual([
      'http://127.0.0.1:8080/base/authz/nginx',
      'http://127.0.0.1:8080/base/authz/traefik',
      ...['127.0.0.1:8080', '/base/authz/caddy'],
      ...['http://127.0.0.1:8080', '/base/authz/envoy'],
      'https://sso.example.com/base/apps/it/start',
    ])
  })

  it('of forward-auth: what the files of the example have', async () => {
    const cwd = fileURLToPath(new URL('../../examples/forward-auth', import.meta.url))
    const { stdout } = await command(['urls', '--app', 'intranet', '--lang', 'en', '--format', 'json'], {
      cwd,
    })
    const { apps } = JSON.parse(stdout) as { apps: { steps: Step[] }[] }
    const read = (name: string) => readFileSync(join(cwd, name), 'utf8')
    const files = { Traefik: 'traefik.yml', Caddy: 'Caddyfile', Envoy: 'envoy.yaml' }
    const asked = apps[0]?.steps.slice(0, -1) ?? []
    expect(new Set(asked.map(({ place }) => place.split(',')[0]))).toEqual(
      new Set(['nginx', ...Object.keys(files)]),
    )
    for (const { place, value } of asked) {
      const [proxy = ''] = place.split(',')
      const file = Object.entries(files).find(([name]) => name === proxy)?.[1]
      if (file !== undefined) expect(read(file), proxy).toContain(value)
    }
    // nginx has the address in an upstream of that name
    const nginx = read('nginx.conf').replace(/upstream (\w+) \{ server ([^;]+);/, '')
    expect(nginx.replace('http://sso/', 'http://127.0.0.1:8080/')).toContain(`proxy_pass ${asked[0]?.value};`)
  })

  it.each([
    ['0.0.0.0:9000', '127.0.0.1:9000'],
    ['"[::]:9000"', '127.0.0.1:9000'],
    ['"[fd00::7]:9000"', '[fd00::7]:9000'],
    ['10.0.0.7:9000', '10.0.0.7:9000'],
  ])('of forward-auth asks a server that listens on %s at %s', async (listen, asked) => {
    const cwd = makeFolder({
      'sso.config.yaml': `${head.replace('server: { ', `server: { listen: ${listen}, `)}apps:
  - { id: it, type: forward-auth, name: Intranet, allow: everyone, hosts: [intranet.example.com] }
`,
    })
    const { stdout } = await command(['urls', '--app', 'it', '--lang', 'en', '--format', 'json'], { cwd })
    expect(stdout).toContain(`"http://${asked}/base/authz/nginx"`)
  })

  it('names the workbenches that the file has, an application for each app, and no other', async () => {
    const cwd = fileURLToPath(new URL('../../examples/self-built-app', import.meta.url))
    const { stdout } = await command(['urls', '--app', 'expenses', '--lang', 'en', '--format', 'json'], {
      cwd,
    })
    const [step] = (JSON.parse(stdout) as { apps: { steps: Step[] }[] }).apps[0]?.steps ?? []
    expect(step?.place).toBe('workbench of 钉钉, WeLink › an application of its own for expenses')
    expect(step?.note).toContain('one home page')
    const link = await sheetOf(
      '  - { id: it, type: link, name: Mail, allow: everyone, url: https://mail.example.com }\n',
    )
    expect(link.map(({ place, field }) => [place, field])).toEqual([['intranet, bookmarks', 'access link']])
  })

  it('that is a link: its access link', async () => {
    expect(
      await values(
        '  - { id: it, type: link, name: Mail, allow: everyone, url: https://mail.example.com }\n',
      ),
    ).toEqual(['https://sso.example.com/base/apps/it/start'])
  })

  it('that the file does not have: exit 2 and the ones that it has', async () => {
    const cwd = makeFolder({
      'sso.config.yaml': `${head}apps:\n  - { id: mail, type: link, name: Mail, allow: everyone, url: https://mail.example.com }\n`,
    })
    const { code, stderr } = await command(['urls', '--app', 'mial'], { cwd })
    expect([code, stderr]).toEqual([2, 'error: there is no app "mial"\n  help: the file has mail\n'])
  })
})

it('every text of an app is there in both languages', async () => {
  const file = readFileSync(new URL('../config/ok/whole-language.yaml', import.meta.url), 'utf8')
  const cwd = makeFolder({ 'sso.config.yaml': file })
  const [zh, en] = await Promise.all(
    ['zh', 'en'].map(async language => {
      const { stdout } = await command(['urls', '--lang', language, '--format', 'json'], { cwd })
      return (JSON.parse(stdout) as { apps: { id: string; steps: Step[] }[] }).apps
    }),
  )
  expect(zh?.map(({ id }) => id)).toEqual(en?.map(({ id }) => id))
  expect(zh?.every(({ steps }) => steps.length > 0)).toBe(true)
  for (const [index, app] of (zh ?? []).entries())
    expect(app.steps.map(({ value }) => value)).toEqual(en?.[index]?.steps.map(({ value }) => value))
})
