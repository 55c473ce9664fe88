import { describe, expect, it } from 'vitest'
import { base, changed, lines, reportOf } from './comparing.ts'

const github = '    allow: { organizations: [example, acme] }\n    autoRegister: { enabled: false }\n'
const excuse = '    # sso-kit: ignore[autoregister/open-source] the fair\n'

/** What is changed, what is told of it, and a part of what it is said to mean. */
const table: [claim: string, from: string, to: string, told: string[], means: string][] = [
  // who may sign in
  [
    'an entry more',
    '[example, acme]',
    '[example, acme, partner]',
    ['high grant add sources[github].allow.organizations'],
    'people with organizations partner are let in as well',
  ],
  [
    'an entry less',
    '[example, acme]',
    '[example]',
    ['medium revoke remove sources[github].allow.organizations'],
    'people with organizations acme alone are no longer let in',
  ],
  [
    'one for another',
    '[example, acme]',
    '[example, partner]',
    [
      'high grant add sources[github].allow.organizations',
      'medium revoke remove sources[github].allow.organizations',
    ],
    'partner',
  ],
  [
    'no list any more',
    '    allow: { organizations: [example, acme] }\n',
    '',
    ['critical grant remove sources[github].allow'],
    'anyone who has an account at "GitHub" may sign in: a list that is not there limits nobody',
  ],
  [
    'an empty list',
    '[example, acme]',
    '[]',
    ['high revoke remove sources[github].allow.organizations'],
    'the list is empty now, and that means nobody',
  ],
  [
    'one list more to meet',
    'acme] }',
    'acme], teams: [example/ops] }',
    ['medium revoke add sources[github].allow.teams'],
    '"teams" has to be met as well',
  ],
  [
    'a list where there was none',
    '    events: {',
    '    allow: { departments: ["1"] }\n    events: {',
    ['medium revoke add sources[corp].allow'],
    'now only people of "Corp" with departments 1 may sign in',
  ],
  // what they get
  [
    'auto-registration on',
    '    autoRegister: { enabled: false }\n',
    '',
    ['high grant change sources[github].autoRegister.enabled'],
    'they would get webdav_read + webdav_manage (768), base directory /staff',
  ],
  [
    'auto-registration off',
    '    events: {',
    '    autoRegister: { enabled: false }\n    events: {',
    ['medium revoke change sources[corp].autoRegister.enabled'],
    'accounts that there are stay',
  ],
  [
    'a folder nearer to the root',
    '    events: {',
    '    autoRegister: { baseDir: / }\n    events: {',
    ['high grant change sources[corp].autoRegister.baseDir'],
    'new accounts see /, and with it all around /staff',
  ],
  [
    'a folder further down',
    '    events: {',
    '    autoRegister: { baseDir: /staff/new }\n    events: {',
    ['medium revoke change sources[corp].autoRegister.baseDir'],
    'a part of /staff',
  ],
  [
    'a folder beside it',
    '    events: {',
    '    autoRegister: { baseDir: /staffing }\n    events: {',
    ['medium review change sources[corp].autoRegister.baseDir'],
    'another folder than /staff',
  ],
  [
    'the permissions of a grant',
    'permissions: [write]',
    'permissions: [write, remove]',
    ['high grant change grants[rd].permissions'],
    '+ remove (128) – delete files – can destroy',
  ],
  [
    'fewer permissions of a grant',
    ', permissions: [write]',
    '',
    ['medium revoke change grants[rd].permissions'],
    'now: no permission (0)',
  ],
  [
    'a group of a grant',
    '[developers], permissions',
    '[developers, operators], permissions',
    ['high grant add grants[rd].groups'],
    'these people are in the group operators as well',
  ],
  [
    'more people of a grant',
    '[研发部]',
    '[研发部, 测试部]',
    ['high grant change grants[rd].when'],
    'these are more people',
  ],
  [
    'fewer people of a grant',
    'title: 运维',
    'title: 运维, domain: example.com',
    ['medium revoke change grants[ops].when'],
    'these are fewer people',
  ],
  [
    'a condition that names a source',
    'title: 运维',
    'title: 运维, source: corp',
    ['high grant change grants[ops].when'],
    'what a public source says counts only where it is named',
  ],
  [
    'other people of a grant',
    'title: 运维',
    'title: 平台',
    ['high grant change grants[ops].when'],
    'these may be other people',
  ],
  [
    'a grant without its folder',
    ', baseDir: /rd',
    '',
    ['high grant remove grants[rd].baseDir'],
    'no longer confined to /rd',
  ],
  // the directory
  [
    'the whole directory',
    '{ departments: ["1", "2"] }',
    'all',
    ['high sync change sources[corp].sync.scope'],
    'read before: 2 departments and what is below them; now: the whole directory',
  ],
  [
    'less of the directory',
    '["1", "2"]',
    '["1"]',
    ['high sync change sources[corp].sync.scope'],
    'disabled by the next run',
  ],
  [
    'a rarer read',
    'every: 12h',
    'every: 24h',
    ['medium sync change sources[corp].sync.every'],
    'for up to 1d',
  ],
  [
    'a weaker guard',
    'every: 12h,',
    'every: 12h, guard: { accounts: 500 },',
    ['high protection change sources[corp].sync.guard.accounts'],
    'one run may disable more people before it stops: 500 accounts instead of 20',
  ],
  [
    'a stronger guard',
    'every: 12h,',
    'every: 12h, guard: { accounts: 5 },',
    ['low protection change sources[corp].sync.guard.accounts'],
    'a run stops earlier',
  ],
  [
    'no directory',
    '    sync: { every: 12h, scope: { departments: ["1", "2"] } }\n',
    '',
    ['high sync remove sources[corp].sync'],
    'no longer follow the directory',
  ],
  [
    'no events',
    '    events: { aesKey: { env: CORP_AES_KEY }, token: { env: CORP_TOKEN } }\n',
    '',
    ['high protection remove sources[corp].events'],
    'a leaver is out with the next scheduled read',
  ],
  // whom the server believes
  [
    'another client',
    'Ov23liExample0123456',
    'Ov23liExample0123457',
    ['high trust change sources[github].clientId'],
    '',
  ],
  [
    'one more redirect address',
    '[https://wiki.example.com/cb]',
    '[https://wiki.example.com/cb, https://wiki.example.net/cb]',
    ['high trust add apps[wiki].redirectUris'],
    'whoever holds that address gets them',
  ],
  [
    'one proxy more',
    '[127.0.0.1/32]',
    '[127.0.0.1/32, 10.0.0.0/8]',
    ['high trust add server.trustedProxies'],
    'can seem to come from anywhere',
  ],
  [
    'another public address',
    'https://sso.example.com',
    'https://login.example.com',
    ['critical trust change publicUrl'],
    'nobody can sign in by corp or github before the new callback is entered in 2 consoles',
  ],
  [
    'a code package',
    'server:',
    'outbound: { allowPrivate: ["10.1.1.1:443"] }\nserver:',
    ['high protection add outbound.allowPrivate'],
    'inside the own network',
  ],
  // secrets
  [
    'a secret from another place',
    'CORP_SECRET',
    'CORP_HQ_SECRET',
    ['high secret change sources[corp].clientSecret'],
    'has to be there before this is rolled out',
  ],
  [
    'an app without its secret',
    '    clientSecret: { env: WIKI_SECRET }\n',
    '',
    ['high secret remove apps[wiki].clientSecret'],
    'whoever has a code of it and its PKCE verifier',
  ],
  [
    'an old cookie key less',
    ', { env: COOKIE_OLD }',
    '',
    ['high secret change keys.cookie'],
    'can be read only while that key is in the list',
  ],
  // apps
  [
    'an app for everyone',
    'allow: { groups: [developers] }',
    'allow: everyone',
    ['high grant change apps[wiki].allow'],
    'everyone who is signed in may open it; before, only people with groups developers',
  ],
  [
    'an app for fewer',
    'allow: everyone',
    'allow: { groups: [developers] }',
    ['medium revoke change apps[aliyun].allow'],
    'before, everyone who is signed in could',
  ],
  [
    'one condition of an app less',
    'allow: everyone',
    'allow: { groups: [] }',
    ['high revoke change apps[aliyun].allow'],
    'now nobody may open it',
  ],
  [
    'PKCE no longer asked for',
    '    redirectUris',
    '    pkce: optional\n    redirectUris',
    ['high protection change apps[wiki].pkce'],
    'one that somebody steals is of use',
  ],
  [
    'a closed app',
    '    site: china',
    '    enabled: false\n    site: china',
    ['medium revoke change apps[aliyun].enabled'],
    'nobody may enter it',
  ],
  [
    'a role for everybody',
    ', when: { group: developers } }]',
    ' }]',
    ['high grant remove apps[aliyun].roles[dev].when'],
    'everyone who may open aliyun may take the role',
  ],
  [
    'a role more',
    '[{ role: dev,',
    '[{ role: admin, when: { group: operators } }, { role: dev,',
    ['high grant add apps[aliyun].roles[admin]'],
    'whoever has group operators may take the role admin in the account 1234567890123456',
  ],
  // the whole
  [
    'longer sessions',
    'lifetime: 8h',
    'lifetime: 20d',
    ['high grant change session.lifetime'],
    'a session lasts at most 20d instead of 8h',
  ],
  [
    'shorter sessions',
    'idle: 30m',
    'idle: 10m',
    ['medium revoke change session.idle'],
    'lasts 10m instead of 30m',
  ],
  [
    'an audit log that forgets',
    'server:',
    'audit: { keep: 30d }\nserver:',
    ['high protection change audit.keep'],
    'lines older than that are deleted',
  ],
  [
    'another database',
    'server:',
    'storage: { url: { env: SSO_DATABASE_URL } }\nserver:',
    ['high operational change storage.url'],
    'what is not brought there is gone',
  ],
  [
    'another port',
    'server: {',
    'server: { listen: 127.0.0.1:9090,',
    ['low operational change server.listen'],
    'has to look for it there',
  ],
  [
    'other names of permissions',
    'server:',
    'permissionProfile: openlist\nserver:',
    ['high grant change permissionProfile'],
    'look at every permission',
  ],
  ['another name', 'name: Corp', 'name: 总部', ['none cosmetic change sources[corp].name'], ''],
]

describe('the class and level of', () => {
  it.each(table)('%s', async (_claim, from, to, told, means) => {
    const report = await reportOf(base, changed([from, to]))
    expect(lines(report)).toEqual(told)
    expect(report.changes.flatMap(({ explain }) => explain).join('\n')).toContain(means)
  })
})

describe('a part of the file that', () => {
  it('is a new administrator is critical, and one less can lock out', async () => {
    const more = await reportOf(
      base,
      changed(['subject: u1 }', 'subject: u1 }, { source: github, subject: "42" }']),
    )
    expect(lines(more)).toEqual(['critical grant add admins[github:42]'])
    const other = await reportOf(base, changed(['subject: u1', 'subject: u2']))
    expect(lines(other)).toEqual(['critical grant add admins[corp:u2]', 'high revoke remove admins[corp:u1]'])
  })

  it('is a closed source signs its people out, and takes its administrators along', async () => {
    const report = await reportOf(
      base,
      changed(['    type: dingtalk', '    enabled: false\n    type: dingtalk']),
    )
    expect(lines(report)).toEqual([
      'critical diff/all-admin-sources-removed admins',
      'high revoke change sources[corp].enabled',
    ])
  })

  it('is a new source tells who comes by it and what they get', async () => {
    const report = await reportOf(
      base,
      changed([
        '  - { id: local',
        '  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com", clientId: sso }\n  - { id: local',
      ]),
    )
    expect(report.changes).toMatchObject([
      {
        level: 'high',
        class: 'grant',
        op: 'add',
        path: 'sources[hub]',
        explain: [
          'everyone that "Hub" vouches for may sign in',
          'whoever has no account yet gets one: webdav_read + webdav_manage (768), base directory /staff',
        ],
      },
    ])
  })

  it('is a new source that anybody can come by is critical', async () => {
    const text = changed([
      '  - { id: local',
      `  # sso-kit: ignore[autoregister/open-source] the fair\n  - { id: hub, type: github, name: Hub, clientId: Ov23liExample0123459, clientSecret: { env: HUB } }\n  - { id: local`,
    ])
    const [change] = (await reportOf(base, text)).changes
    expect(change).toMatchObject({ level: 'critical', path: 'sources[hub]' })
    expect(change?.explain).toContain('nobody has to be known here for that')
  })

  it('is a new file is compared with one that says nothing', async () => {
    const { reportOnNew } = await import('./comparing.ts')
    const report = await reportOnNew(base)
    const told = lines(report)
    for (const path of ['admins[corp:u1]', 'sources[corp]', 'apps[wiki]', 'grants[rd]'])
      expect(told.filter(line => line.endsWith(` add ${path}`))).toHaveLength(1)
    // what has its default, and the address, are no news
    expect(told.filter(line => /session|publicUrl|audit/.test(line))).toEqual([])
  })
})

describe('together', () => {
  it('a public source without a list that registers is one finding, whichever keys did it', async () => {
    const report = await reportOf(base, changed([github, excuse]))
    expect(lines(report).filter(line => line.startsWith('critical'))).toEqual([
      'critical diff/public-auto-register sources[github]',
      'critical grant remove sources[github].allow',
      'critical grant change sources[github].autoRegister.enabled',
    ])
    expect(report.findings[0]?.explain).toContain(
      'they would get webdav_read + webdav_manage (768), base directory /staff',
    )
    expect(report.highest).toBe('critical')
  })

  it('a new default is told once for all who keep the old one', async () => {
    const report = await reportOf(
      base,
      changed(['[webdav_read, webdav_manage]', '[webdav_read, webdav_manage, write]']),
    )
    expect(lines(report)).toEqual([
      'high diff/default-permission-raised-for-existing-source sources[corp]',
      'high grant change sources[corp].autoRegister.permissions',
      // nobody registers there
      'low grant change sources[github].autoRegister.permissions',
    ])
  })

  it('a comment that excuses an error is a weaker check', async () => {
    const open = changed([
      '    allow: { organizations: [example, acme] }\n    autoRegister: { enabled: false }\n',
      '',
    ])
    const report = await reportOf(
      open,
      open.replace(
        '    type: github\n',
        `    # sso-kit: ignore[autoregister/open-source] the fair (until 2030-01-31)\n    type: github\n`,
      ),
    )
    expect(lines(report)).toEqual(['high diff/check-weakened sources[github].type'])
    expect(report.findings[0]?.explain[1]).toBe('reason: "the fair", until 2030-01-31')
  })

  it('a source under another id is a rename that nobody told of', async () => {
    const renamed = changed(['id: github\n', 'id: hub\n'])
    expect(lines(await reportOf(base, renamed))).toEqual([
      'high diff/rename-without-moved sources[hub]',
      'high grant add sources[hub]',
      'medium revoke remove sources[github]',
    ])
    const [finding] = (await reportOf(base, renamed)).findings
    expect(finding?.explain.at(-1)).toBe(
      'if it is the same, write moved: [{ from: sources.github, to: sources.hub }]',
    )
  })

  it('and with an entry of moved it is the same source, for its administrators and grants too', async () => {
    const renamed = changed(
      ['id: corp\n', 'id: hq\n'],
      ['admins: [{ source: corp', 'moved: [{ from: sources.corp, to: sources.hq }]\nadmins: [{ source: hq'],
      ['when: { source: corp', 'when: { source: hq'],
    )
    const report = await reportOf(base, renamed)
    expect(lines(report)).toEqual([
      'medium operational change sources[hq].callbackUrl',
      'low operational move sources[hq]',
      'none cosmetic change moved',
    ])
    expect(report.changes[1]?.before).toBe('corp')
  })
})

describe('directions', () => {
  it('are those of each bit: one that restricts takes away when it is set', async () => {
    const profile = (permissions: string) =>
      changed(
        ['permissions: [write]', `permissions: ${permissions}`],
        ['server:', 'permissionProfile: alist\nserver:'],
      )
    const report = await reportOf(profile('[write]'), profile('[write, check_path_limit]'))
    expect(report.changes).toMatchObject([
      {
        class: 'revoke',
        level: 'medium',
        bits: { added: ['check_path_limit'], removed: [], kept: ['write'], profile: 'alist' },
      },
    ])
    const back = await reportOf(profile('[write, check_path_limit]'), profile('[write]'))
    expect(back.changes).toMatchObject([{ class: 'grant', level: 'high' }])
  })
})
