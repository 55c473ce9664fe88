import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
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
    // an account trusts a provider of its own alone
    const inAccount = (id: string) =>
      steps.filter(({ place }) => place.includes(`account ${id}`)).map(({ value }) => value)
    for (const [id, role] of [
      ['1234567890123456', 'dev'],
      ['9876543210987654', 'ops'],
    ])
      expect(inAccount(id ?? '')).toEqual([
        'door',
        'https://sso.example.com/base/saml/metadata',
        role,
        `acs:ram::${id}:saml-provider/door`,
        recipient,
        // it needs a policy as well
        null,
      ])
  })

  it('asks for a longer session of a role only where the file does', async () => {
    const length = async (more: string) =>
      (await sheetOf(aliyun(`site: china, sso: role, roles: [{ role: dev }]${more}`)))
        .filter(({ field }) => field.startsWith('maximum session duration'))
        .map(({ value }) => value)
    expect(await length('')).toEqual([])
    expect(await length(', sessionDuration: 2h')).toEqual(['2h'])
  })

  it.each([
    ['domain: example.onaliyun.com', '{username}@example.onaliyun.com', []],
    ['domain: example.com', '{username}@example.com', [['auxiliary domain', 'example.com']]],
    ['userName: "{employeeNumber}"', '{employeeNumber}', [['SsoLoginWithDomain', 'false']]],
  ])(
    'has that of user SSO, with %s: who has to be there, and the switch at the end',
    async (more, name, domain) => {
      const steps = await sheetOf(aliyun(`site: china, sso: user, ${more}`))
      expect(steps.map(({ field, value }) => [field, value])).toEqual([
        ['user name', name],
        ['metadata document', 'https://sso.example.com/base/saml/metadata'],
        ...domain,
        ['AuthnSignAlgo', 'rsa-sha256'],
        ['entity id', 'https://signin.aliyun.com/1234567890123456/saml/SSO'],
        ['ACS URL', 'https://signin.aliyun.com/saml/SSO'],
        ['SSO status', '开启 / Enabled'],
        ['access link', 'https://sso.example.com/base/apps/it/start'],
      ])
    },
  )

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
    expect(back[0]).toContain('https://signin-cn-shanghai.alibabacloudsso.com/saml/sp/d-1')
    // what the file needs, then what is uploaded, then the switch
    expect(steps.slice(0, 3).map(({ value }) => value === null)).toEqual([true, true, false])
    expect(steps.at(-2)?.field).toBe('SSO logon')
    const fields = steps.map(({ field }) => field)
    expect(fields).toContain('SCIM-based user synchronisation')
    expect(fields).not.toContain('user name')
  })

  it('has of CloudSSO without SCIM who has to be there', async () => {
    const directory =
      'directory: { entityId: https://signin-cn-shanghai.alibabacloudsso.com/saml/sp/d-1, acsUrl: https://signin-cn-shanghai.alibabacloudsso.com/saml/acs/1 }'
    const steps = await sheetOf(
      aliyun(`site: china, sso: cloudsso, ${directory}`).replace('accountId: "1234567890123456", ', ''),
    )
    expect(steps.find(({ field }) => field === 'user name')?.value).toBe('{username}')
    expect(steps.some(({ place }) => place.includes('SCIM'))).toBe(false)
  })
})

describe('urls for an app', () => {
  it('of OpenID Connect: issuer, client and how it proves itself', async () => {
    const wiki =
      '  - { id: it, type: oidc, name: Wiki, allow: everyone, redirectUris: [https://wiki.example.com/callback], launchUrl: https://wiki.example.com }\n'
    expect(await values(wiki)).toEqual([
      'https://sso.example.com/base',
      'https://sso.example.com/base/.well-known/openid-configuration',
      ...['auth', 'token', 'userinfo', 'jwks', 'signout'].map(
        path => `https://sso.example.com/base/oidc/${path}`,
      ),
      'it',
      'openid profile email',
      'S256',
      'https://wiki.example.com/callback',
      'https://sso.example.com/base/apps/it/start',
    ])
    const rows = async (more = '') =>
      (await sheetOf(wiki.replace('allow', `${more}allow`))).map(({ field, value, note }) => [
        field,
        value,
        note,
      ])
    expect(await rows()).toEqual(
      expect.arrayContaining([
        [
          'redirect URI',
          'https://wiki.example.com/callback',
          'has to be exactly what redirectUris of the file says',
        ],
        ['post-logout redirect URI', null, 'goes into postLogoutRedirectUris, if the app has one'],
        ['back-channel logout URI', null, 'goes into backchannelLogoutUri, if the app has one'],
      ]),
    )
    const told =
      'postLogoutRedirectUris: [https://wiki.example.com/, https://wiki.example.com/bye], backchannelLogoutUri: https://wiki.example.com/out, '
    expect((await rows(told)).map(([field, value]) => [field, value])).toEqual(
      expect.arrayContaining([
        ['post-logout redirect URI', 'https://wiki.example.com/'],
        ['post-logout redirect URI', 'https://wiki.example.com/bye'],
        ['back-channel logout URI', 'https://wiki.example.com/out'],
      ]),
    )
    const signing = 'clientSecret: { env: WIKI_CLIENT_SECRET }, pkce: optional, algorithm: ES256, '
    expect(await rows(signing)).toEqual(
      expect.arrayContaining([
        ['PKCE method', 'S256', 'if the app can do it'],
        ['ID token signature algorithm', 'ES256', null],
      ]),
    )
    const confidential = await sheetOf(
      wiki.replace('redirectUris', 'clientSecret: { env: WIKI_CLIENT_SECRET }, redirectUris'),
    )
    expect(confidential.find(({ field }) => field === 'client secret')?.note).toContain(
      '{ env: WIKI_CLIENT_SECRET }',
    )
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

  it.each([
    ['', { zh: /可选：写上 adminToken/, en: /optional: with adminToken/ }],
    [
      'adminToken: { env: FILES_ADMIN_TOKEN }, ',
      { zh: /FILES_ADMIN_TOKEN.*重置令牌/, en: /FILES_ADMIN_TOKEN.*reset/ },
    ],
  ])('of AList with %j: where the token is, and what it is for', async (more, notes) => {
    const given = `  - { id: it, type: alist, name: 网盘, allow: everyone, ${more}url: https://files.example.com, clientSecret: { env: FILES_CLIENT_SECRET } }\n`
    for (const language of ['zh', 'en'] as const) {
      const { place, value, note } = (await sheetOf(given, language)).at(-1) ?? {}
      expect([place, value]).toEqual([expect.stringMatching(/其他|Other/), null])
      expect(note).toMatch(notes[language])
    }
  })

  it('of SAML: metadata, addresses, NameID and attributes', async () => {
    const given =
      '  - { id: it, type: saml, name: Grafana, allow: everyone, entityId: urn:grafana, acsUrl: https://grafana.example.com/acs, nameId: email, attributes: { mail: email } }\n'
    expect(await values(given)).toEqual([
      'https://sso.example.com/base/saml/it/metadata',
      'https://sso.example.com/base/saml/metadata',
      'https://sso.example.com/base/saml/it/metadata',
      'https://sso.example.com/base/saml/it/sso',
      'https://sso.example.com/base/saml/it/slo',
      'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      'mail',
      'urn:grafana',
      'https://grafana.example.com/acs',
    ])
    // NameID and attributes are in no metadata of ours
    const places = Object.fromEntries((await sheetOf(given)).map(({ field, place }) => [field, place]))
    expect(places['sign-on address (SSO URL)']).toContain('where it reads no metadata')
    expect(places['NameID format']).toBe('the SAML settings of it')
    const logout = async (file: string) => {
      const step = (await sheetOf(file)).find(({ field }) => field === 'single logout service of the app')
      return [step?.value, step?.note]
    }
    expect(await logout(given)).toEqual([null, 'goes into sloUrl, if the app has one'])
    expect(await logout(given.replace('nameId', 'sloUrl: https://grafana.example.com/slo, nameId'))).toEqual([
      'https://grafana.example.com/slo',
      'has to be exactly what sloUrl of the file says',
    ])
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

  it('names no workbench of a source whose people may not enter', async () => {
    const cwd = makeFolder({
      'sso.config.yaml': `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: ding, type: dingtalk, name: 钉钉, corpId: ding3608be7c4e5266ce4ac5d6980864, clientId: dingwjlht8b93ara, clientSecret: { env: A_SECRET } }
  - { id: local, type: local, name: Password }
apps:
  - { id: it, type: link, name: Mail, allow: { sources: [local] }, url: https://mail.example.com }
  - { id: hr, type: link, name: Staff, allow: { sources: [ding] }, url: https://hr.example.com }
`,
    })
    const { stdout } = await command(['urls', '--lang', 'en', '--format', 'json'], { cwd })
    const { apps } = JSON.parse(stdout) as { apps: { steps: Step[] }[] }
    const places = apps.map(({ steps }) => steps[0]?.place)
    expect(places).toEqual(['intranet, bookmarks', 'workbench of 钉钉 › an application of its own for hr'])
  })

  it('of AList gives its new users what autoRegister gives, of the sources that may enter', async () => {
    const rows = async (allow: string) => {
      const cwd = makeFolder({
        'sso.config.yaml': `version: 1
publicUrl: https://sso.example.com
permissionProfile: openlist
autoRegister: { enabled: true, baseDir: /staff, permissions: [webdav_read, webdav_manage] }
sources:
  - { id: local, type: local, name: Password }
  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com", clientId: app, autoRegister: { baseDir: /hub, permissions: [share] } }
apps:
  - { id: files, type: alist, name: Files, allow: ${allow}, url: "https://files.example.com", clientSecret: { env: FILES_SECRET } }
`,
      })
      const { stdout, stderr } = await command(
        ['urls', '--app', 'files', '--lang', 'en', '--format', 'json'],
        { cwd },
      )
      expect(stderr).not.toContain('error')
      const { apps } = JSON.parse(stdout) as { apps: { steps: Step[] }[] }
      const found = apps[0]?.steps.filter(({ field }) => field.includes('sso_default_')) ?? []
      return found.map(({ value, note }) => [value, /\((.+)\)/.exec(note ?? '')?.[1]])
    }
    expect(await rows('{ sources: [local] }')).toEqual([
      ['/staff', undefined],
      ['768', undefined],
    ])
    expect(await rows('{ sources: [hub] }')).toEqual([
      ['/hub', undefined],
      ['16384', undefined],
    ])
    expect(await rows('everyone')).toEqual([
      [null, '/staff, /hub'],
      [null, '768, 16384'],
    ])
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

it('says of a secret that a sandbox file has written out where it goes, and nothing of it', async () => {
  const cwd = makeFolder({
    'sso.sandbox.yaml': `${head}apps:
  - { id: it, type: alist, name: Files, allow: everyone, url: https://files.example.com, clientSecret: written out }
`,
  })
  const { stdout } = await command(['urls', '-c', 'sso.sandbox.yaml', '--app', 'it', '--lang', 'zh'], { cwd })
  expect(stdout).toContain('← 同一个随机值，两处都放：AList 里，和文件的 clientSecret\n')
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
