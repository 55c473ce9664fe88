import { afterAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { addresses } from '../config/logins.ts'
import { removeFolders } from './folder.ts'
import { init } from './initiating.ts'

afterAll(removeFolders)

describe('init --from alist', () => {
  const settings = {
    sso_login_enabled: 'true',
    sso_login_platform: 'Github',
    sso_client_id: 'Ov23liExample0123456',
    sso_client_secret: 'hunter2',
    sso_auto_register: 'true',
    sso_default_dir: '/staff',
    sso_default_permission: '768',
    sso_compatibility_mode: 'false',
    sso_endpoint_name: '',
    ldap_manager_password: 'hunter3',
  }
  const from = async (changed: Record<string, unknown>, ...flags: string[]) => {
    const files = { 'alist.json': JSON.stringify({ ...settings, ...changed }) }
    const taken = await init(['--from', 'alist', 'alist.json', ...flags], { files })
    const { config, diagnostics } = await compile(taken.text, { file: 'sso.config.yaml' })
    // it may be worth a warning what AList gave its people
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    return { ...taken, config, source: config?.sources[0], all: taken.text + taken.stdout + taken.stderr }
  }

  it('takes platform, client, auto-registration, directory and permissions over', async () => {
    const { code, config, source, read } = await from({})
    expect(code).toBe(0)
    expect(source).toMatchObject({
      type: 'github',
      enabled: true,
      options: { clientId: 'Ov23liExample0123456', clientSecret: { env: 'GITHUB_CLIENT_SECRET' } },
      autoRegister: { enabled: true, baseDir: '/staff', permission: 768 },
      // AList asks GitHub for no organisation: here that would be an error
      allow: { organizations: ['your-organization'] },
    })
    expect(config?.sources).toHaveLength(1)
    expect(read('.env.example')).toBe('GITHUB_CLIENT_SECRET=\n')
  })

  it('never copies a secret, and says where it goes', async () => {
    const { all, stderr } = await from({})
    expect(all).not.toMatch(/hunter/)
    expect(stderr).toContain('The client secret was not copied: put it where clientSecret points')
  })

  it('reads the answer of the API, its data alone, an object, and settings among other things', async () => {
    const rows = Object.entries(settings).map(([key, value]) => ({ key, value, group: 7 }))
    const written = await Promise.all(
      [{ code: 200, message: 'success', data: rows }, rows, settings, { settings: rows }].map(
        async answer => {
          const files = { 'alist.json': `\u{feff}${JSON.stringify(answer)}` }
          return (await init(['--from', 'alist', 'alist.json'], { files })).text
        },
      ),
    )
    expect(new Set(written).size).toBe(1)
    expect(written[0]).toContain('Ov23liExample0123456')
  })

  const backup = {
    encrypted: '',
    settings: [
      { key: 'sso_login_platform', value: 'Github', group: 7 },
      { key: 'sso_client_id', value: 'Ov23liExample0123456', group: 7 },
    ],
    users: [{ username: 'anyi', password: '', base_path: '/' }],
    storages: [{ mount_path: '/drive', addition: '{"refresh_token":"hunter2"}' }],
    metas: [{ path: '/hall', password: 'hunter3' }],
  }

  it('reads the settings of a backup, tells nothing else of it, and has git ignore it', async () => {
    const files = { 'alist_backup_1.json': JSON.stringify(backup) }
    const { code, text, stderr, read } = await init(['--from', 'alist', 'alist_backup_1.json'], { files })
    expect(code).toBe(0)
    expect(text).toContain('clientId: Ov23liExample0123456')
    expect(text + stderr).not.toMatch(/anyi|drive|hall|hunter/)
    expect(read('.gitignore')).toContain('alist_backup_1.json\n')
  })

  it('says that a backup is encrypted', async () => {
    const files = { 'b.json': JSON.stringify({ ...backup, encrypted: 'VTJGc2RHVmtYMS8=' }) }
    const { code, stderr } = await init(['--from', 'alist', 'b.json'], { files })
    expect([code, stderr]).toEqual([
      2,
      'error: b.json is an encrypted backup\n  help: back up again without a password for the encryption\n',
    ])
  })

  it('takes the issuer and further scopes of the OpenID platform over', async () => {
    const { source } = await from({
      sso_login_platform: 'OIDC',
      sso_endpoint_name: 'https://door.example.com/',
      sso_extra_scopes: 'groups email',
    })
    expect(source).toMatchObject({
      type: 'oidc',
      options: { issuer: 'https://door.example.com/', scopes: ['openid', 'profile', 'email', 'groups'] },
    })
  })

  it('closes a source that was switched off', async () => {
    expect((await from({ sso_login_enabled: 'false' })).source?.enabled).toBe(false)
  })

  it('reads a switch as AList does: 1 is on, and any other word off', async () => {
    const { source } = await from({ sso_login_enabled: '1', sso_auto_register: '1' })
    expect(source).toMatchObject({ enabled: true, autoRegister: { enabled: true } })
    expect((await from({ sso_login_enabled: 'TRUE' })).source?.enabled).toBe(false)
  })

  it('says what becomes of scopes where a source has none', async () => {
    const { stderr } = await from({ sso_extra_scopes: 'repo' })
    expect(stderr).toContain(
      'sso_extra_scopes "repo": not taken over: this type of source asks for what it needs',
    )
  })

  it('tells a refusal that was saved in the place of the settings', async () => {
    const answer = JSON.stringify({ code: 401, message: 'token is invalidated', data: null })
    const files = { 'alist.json': answer }
    const { code, stderr } = await init(['--from', 'alist', 'alist.json'], { files })
    expect(code).toBe(2)
    expect(stderr).toContain('alist.json has no settings: AList refused them (code 401)')
    expect(stderr).toContain(
      'help: as an administrator, save the answer of GET /api/admin/setting/list?group=7',
    )
  })

  it.each([
    ['0', 'alist-3.22', 0],
    ['1023', 'alist-3.22', 1023],
    ['16384', 'alist', 16384],
    ['131071', 'alist', 131071],
    ['131072', 'alist-3.22', 0],
    ['-1', 'alist-3.22', 0],
    ['many', 'alist-3.22', 0],
  ])('permission sum %s: profile %s, sum %i', async (value, profile, sum) => {
    const { config, source } = await from({
      sso_login_platform: 'Dingtalk',
      sso_default_permission: value,
    })
    expect([config?.permissions.name, source?.autoRegister.permission]).toEqual([profile, sum])
  })

  it('leaves out what nobody of a public vendor may have from the first sign-in on, and says so', async () => {
    const { code, source, stderr } = await from({ sso_default_permission: '136' })
    expect([code, source?.autoRegister.permission]).toEqual([0, 0])
    expect(stderr).toContain(
      'permissions [write, remove]: whoever comes from "GitHub" for the first time may "remove"',
    )
  })

  it('takes the organisation and the application of Casdoor over, which AList never read', async () => {
    const { source } = await from({
      sso_login_platform: 'Casdoor',
      sso_endpoint_name: 'https://door.example.com',
      sso_organization_name: 'example',
      sso_application_name: 'files',
    })
    expect(source).toMatchObject({
      type: 'casdoor',
      options: { endpoint: 'https://door.example.com', organization: 'example', application: 'files' },
    })
  })

  it.each([
    ['sso_organization_name', 'built-in', 'organization', 'your-organization'],
    ['sso_application_name', 'app-built-in', 'application', 'your-application'],
    ['sso_client_id', 'abc-org-built-in', 'clientId', '00000000000000000000'],
    ['sso_endpoint_name', 'https://door.example.com/login', 'endpoint', 'https://door.your-company.example'],
  ])(
    'leaves out alone what Casdoor cannot be used with, and says so: %s %s',
    async (setting, value, key, left) => {
      const { code, source, text, stderr } = await from({
        sso_login_platform: 'Casdoor',
        sso_endpoint_name: 'https://door.example.com',
        sso_organization_name: 'example',
        sso_application_name: 'files',
        [setting]: value,
      })
      expect([code, source?.autoRegister.baseDir, source?.options[key]]).toEqual([0, '/staff', left])
      const taken = { organization: 'example', application: 'files', clientId: 'Ov23liExample0123456' }
      expect(source?.options).toMatchObject({ ...taken, [key]: left })
      const remark = `${key} "${value}": `
      expect(text).toContain(`\n# ${remark}`)
      expect(stderr.split(remark)).toHaveLength(2)
    },
  )

  it.each([
    ['16384', '16384 is check_path_limit, in OpenList share;'],
    [
      '49920',
      '16384 is check_path_limit, in OpenList share, 32768 is mcp_read, in OpenList customize_share_id;',
    ],
  ])('says which bits of %s mean something else in OpenList', async (value, words) => {
    const { text } = await from({ sso_default_permission: value })
    expect(text).toContain(`\n# sso_default_permission "${value}": taken as AList's: ${words}`)
    expect((await from({ sso_default_permission: '1792' })).text).not.toContain('OpenList')
  })

  it('takes the address of Casdoor over without its last slash, and tells of its certificate', async () => {
    const { source, text } = await from({
      sso_login_platform: 'Casdoor',
      sso_endpoint_name: 'https://door.example.com/',
      sso_jwt_public_key: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    })
    expect(source?.options.endpoint).toBe('https://door.example.com')
    expect(text).toMatch(/\n# sso_jwt_public_key .*: AList never read it, and it was not copied/)
  })

  it.each([
    ['Github', 'Here allow says who'],
    ['Microsoft', 'Here tenant says whose people'],
    ['Dingtalk', 'Here only members of the organisation come in'],
  ])('%s: says whom AList let in', async (platform, words) => {
    expect((await from({ sso_login_platform: platform })).text).toContain(words)
  })

  it('tells of what else an export has: LDAP, the role of new users, open registration', async () => {
    const { text, all } = await from({
      ldap_login_enabled: 'true',
      ldap_server: 'ldap://ldap.example.com',
      default_role: '2',
      allow_register: 'true',
    })
    for (const key of ['ldap_login_enabled "true"', 'default_role "2"', 'allow_register "true"'])
      expect(text).toContain(`\n# ${key}: `)
    expect(all).not.toMatch(/hunter/)
    const usual = await from({ ldap_login_enabled: 'false', default_role: '', allow_register: 'false' })
    expect(usual.text).not.toMatch(/ldap_|default_role|allow_register/)
  })

  it('tells in Chinese too what becomes of the settings', async () => {
    const { stderr } = await from({ sso_default_dir: 'staff', sso_client_id: 'a b' }, '--lang', 'zh')
    for (const words of [
      '客户端密钥没有复制',
      '这不是客户端 ID',
      '这在此处不能作为根目录',
      'AList 的账号没有迁移',
    ])
      expect(stderr).toContain(words)
  })

  it.each(['Microsoft', 'Google', 'Dingtalk'])('knows the platform %s', async platform => {
    const { source } = await from({ sso_login_platform: platform })
    expect(source).toMatchObject({
      type: platform.toLowerCase(),
      options: { clientId: 'Ov23liExample0123456' },
    })
  })

  it.each(['Zitadel', 'Authentik', 'Feishu', 'saml'])(
    'keeps a platform that AList does not have as comments: %s',
    async platform => {
      const { code, source, text, stderr } = await from({
        sso_login_platform: platform,
        sso_endpoint_name: 'https://door.example.com',
      })
      expect([code, source?.type]).toEqual([0, 'local'])
      const lines = [
        `sso_login_platform "${platform}": AList has no such platform: what this means is not known`,
        'sso_client_id "Ov23liExample0123456": AList has no such platform: what this means is not known',
        'sso_endpoint_name "https://door.example.com": AList has no such platform: what this means is not known',
      ]
      for (const line of lines) {
        expect(text).toContain(`\n# ${line}\n`)
        expect(stderr).toContain(`note: ${line}\n`)
      }
    },
  )

  it('may have further sources', async () => {
    const { config } = await from(
      { sso_login_platform: 'Dingtalk' },
      '--source',
      'local',
      '--public-url',
      'https://x.example',
    )
    expect(config?.sources.map(({ type }) => type)).toEqual(['dingtalk', 'local'])
    expect(config?.publicUrl).toBe('https://x.example')
  })

  it.each([
    ['sso_default_dir', 'staff'],
    ['sso_default_dir', '/\ufffd\u0176\ufffd'],
    ['sso_client_id', 'a b'],
    ['sso_default_permission', '99999999999'],
  ])('leaves out what cannot be: %s %s', async (key, value) => {
    const { text } = await from({ [key]: value })
    expect(text).toContain(`\n# ${key} ${JSON.stringify(value)}: this `)
  })

  it.each([
    ['/a//b/./c', '/a/b/c'],
    ['/a..b/...//c', '/a..b/.../c'],
  ])('takes a directory over as what it means, and says so: %s', async (value, folder) => {
    const { source, text } = await from({ sso_default_dir: value })
    expect(source?.autoRegister).toMatchObject({ enabled: true, baseDir: folder })
    expect(text).toContain(`\n# sso_default_dir "${value}": written as ${folder}\n`)
  })

  it('registers nobody into a wider directory than was meant', async () => {
    for (const folder of ['staff', '/../x', '/staff/../..', '/a/../b'])
      for (const flags of [[], ['--auto-register']]) {
        const { source, text } = await from({ sso_default_dir: folder }, ...flags)
        expect(source?.autoRegister.enabled, folder).toBe(false)
        expect(text, folder).toContain('so auto-registration is off')
      }
  })

  it('registers where AList did not, if that is asked for', async () => {
    const { source } = await from({ sso_auto_register: 'false' }, '--auto-register')
    expect(source?.autoRegister.enabled).toBe(true)
  })

  it('says in Chinese what Casdoor cannot be used with, and what became of the username key', async () => {
    const casdoor = { sso_login_platform: 'Casdoor', sso_organization_name: 'built-in' }
    const refused = await from(casdoor, '--lang', 'zh')
    expect(refused.stderr).toContain('organization "built-in": 不能这样填写')
    expect(refused.stderr).toContain('sso-kit explain casdoor/built-in')
    const oidc = { sso_login_platform: 'OIDC', sso_oidc_username_key: 'email' }
    expect((await from(oidc)).text).toContain('\n# sso_oidc_username_key "email": this has no key here')
    expect((await from({ ...oidc, sso_login_platform: 'Github' })).text).not.toContain(
      'sso_oidc_username_key',
    )
  })

  it('refuses an export that is not UTF-8, and writes nothing', async () => {
    // 团队 in GBK
    const gbk = Buffer.concat([
      Buffer.from('{"sso_login_platform":"Github","sso_default_dir":"/'),
      Buffer.from([0xcd, 0xc5, 0xb6, 0xd3]),
      Buffer.from('"}'),
    ])
    const { code, stderr, read } = await init(['--from', 'alist', 'a.json'], { files: { 'a.json': gbk } })
    expect([code, read('sso.config.yaml')]).toEqual([2, undefined])
    expect(stderr).toBe(
      'error: a.json is not UTF-8\n  help: save it as UTF-8; files from Chinese Windows are often GBK: iconv -f GBK -t UTF-8\n',
    )
  })

  it('says of a file that is no JSON just that', async () => {
    const { code, stderr } = await init(['--from', 'alist', 'a.json'], { files: { 'a.json': 'sso: yes' } })
    expect([code, stderr]).toEqual([2, expect.stringContaining('a.json is not JSON')])
  })

  it.each([
    ['Github', 'sso_client_id', `ghp_${'a1B2'.repeat(9)}`],
    ['OIDC', 'sso_endpoint_name', 'https://anyi:lanterns@door.example.com'],
    ['Casdoor', 'sso_endpoint_name', 'https://anyi:lanterns@door.example.com'],
  ])('writes no secret that stands in the wrong place: %s %s', async (platform, key, value) => {
    const { all, text } = await from({ sso_login_platform: platform, [key]: value })
    expect(text).toContain(`\n# ${key} ‹redacted›: this `)
    expect(all).not.toContain(value)
    expect(all).not.toContain('lanterns')
  })

  it.each([...addresses, 'user::CANARY@door.example.com', 'us/er:CANARY@door', 'https :user:CANARY@door'])(
    'quotes no address that it refuses, nor one of a platform that is not here: %s',
    async value => {
      for (const platform of ['Casdoor', 'OIDC', 'Zitadel']) {
        const { all, text } = await from({ sso_login_platform: platform, sso_endpoint_name: value })
        expect(text, platform).toContain('\n# sso_endpoint_name ‹redacted›: ')
        expect(all, platform).not.toContain('CANARY')
      }
    },
  )

  it.each([
    ['sso_jwt_public_key', 'it was not copied'],
    ['sso_client_id', 'this is no client id'],
    ['sso_organization_name', 'this is no organization'],
    ['sso_endpoint_name', 'this is no https address'],
    ['sso_default_dir', 'so auto-registration is off'],
  ])('takes nothing over that is a secret elsewhere in the export: %s', async (key, remark) => {
    const secret = 'Tr0ub4dor7Kx9'
    const value = key === 'sso_default_dir' ? `/${secret}` : secret
    for (const of of ['sso_client_secret', 'ldap_manager_password', 'token']) {
      const { all, text } = await from({ sso_login_platform: 'Casdoor', [of]: secret, [key]: value })
      expect(text, of).toMatch(new RegExp(`\n# ${key} ‹redacted›: .*${remark}`))
      expect(all, of).not.toContain(secret)
    }
  })

  it.each([
    ['sso_extra_scopes', 'password=CANARY9x!'],
    ['sso_endpoint_name', '{"password":"CANARY9x!"}'],
    ['sso_organization_name', 'https://anyi%3ACANARY9x!%40id.example.com'],
    ['sso_client_id', 'https://anyi%3ACANARY9x!%40id.example.com'],
  ])('nor one in another form: %s %s', async (key, value) => {
    for (const platform of ['Casdoor', 'OIDC'])
      expect((await from({ sso_login_platform: platform, [key]: value })).all).not.toContain('CANARY')
  })

  it.each(['sso_client_id', 'sso_organization_name', 'sso_default_dir'])(
    'takes no password before a host over, whatever is wrong with the address: %s',
    async key => {
      const value = 'https//anyi:lanterns@door.example.com'
      const { all, text } = await from({ sso_login_platform: 'Casdoor', [key]: value })
      expect(text).toContain(`\n# ${key} ‹redacted›: this `)
      expect(all).not.toContain('lanterns')
    },
  )

  it('quotes nothing as a public key that has not the form of one', async () => {
    const { all } = await from({ sso_login_platform: 'Casdoor', sso_jwt_public_key: 'lanterns' })
    expect(all).not.toContain('lanterns')
  })

  it.each(['http://door.example.com', 'https://user:pass@door.example.com', 'door'])(
    'leaves an endpoint out that is no https address: %s',
    async value => {
      const { source } = await from({ sso_login_platform: 'OIDC', sso_endpoint_name: value })
      expect(source?.options.issuer).toBe('https://id.your-partner.example')
    },
  )

  it('says where the compatibility mode went', async () => {
    expect((await from({ sso_compatibility_mode: 'true' })).text).toContain('see callbacks.alist')
  })

  it('lets nothing of the settings out of its comment or its quotes', async () => {
    const hostile = 'Casdoor\npublicUrl: https://evil.example\u001b[31m\u202e'
    const { all, config } = await from({
      sso_login_platform: hostile,
      sso_client_id: hostile,
      sso_default_dir: `/a: [b] #c "d" 'e' \n f`,
    })
    expect(config?.publicUrl).toBe('https://sso.your-company.example')
    expect(all.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    const quoted = await from({ sso_default_dir: `/a: [b], #c "d" 'e' & *f` })
    expect(quoted.source?.autoRegister.baseDir).toBe(`/a: [b], #c "d" 'e' & *f`)
  })

  it.each(['{', '[]', '{}', '"text"', '{"code":401,"message":"token is invalidated","data":null}'])(
    'refuses what has no such settings: %s',
    async text => {
      const { code, stderr, read } = await init(['--from', 'alist', 'alist.json'], {
        files: { 'alist.json': text },
      })
      expect([code, read('sso.config.yaml')]).toEqual([2, undefined])
      expect(stderr).toContain('GET /api/admin/setting/list?group=7')
    },
  )

  it('says which file it cannot read', async () => {
    const { code, stderr } = await init(['--from', 'alist', 'missing.json'])
    expect(code).toBe(2)
    expect(stderr).toContain('missing.json cannot be read (ENOENT)')
  })
})
