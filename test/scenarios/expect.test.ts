import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stage } from './playing.ts'

let played: Awaited<ReturnType<typeof stage>>
beforeAll(async () => {
  played = await stage()
})
afterAll(() => played.close())

/** A developer with an address of the company. */
const lisi = `signIn:
  source: dingtalk
  subject: u1
  username: lisi
  displayName: 李四
  departments: ["1001", 研发部]
  email: lisi@example.com
  emailAssigned: true
  phone: "13800000000"`
const stranger = 'signIn: { source: github, subject: "42", username: mallory, organizations: [] }'

interface Case {
  who: string
  good: string
  bad: string
  where: string
  message: string
  label?: string
  help: string
}

const meant = (text: string) => `write ${text} if that is meant, or correct the configuration`
const byGrant = '\napplies: grant rd (identity of dingtalk, department 研发部)'

const cases: [name: string, Case][] = [
  [
    'refused: nobody is',
    {
      who: lisi,
      good: '{ account: { registered: true } }',
      bad: '{ refused: not-allowed }',
      where: 'expect.refused',
      message: 'the sign-in is not refused: it enters the account lisi',
      help: meant('account: { registered: true } in its place'),
    },
  ],
  [
    'refused: for another reason',
    {
      who: stranger,
      good: '{ refused: not-allowed }',
      bad: '{ refused: registration-off }',
      where: 'expect.refused',
      message: 'the sign-in is refused: not-allowed',
      label: 'allow of github is { organizations: [example] }',
      help: meant('refused: not-allowed'),
    },
  ],
  [
    'not refused, by expecting anything else',
    {
      who: 'signIn: { source: partner, subject: a }',
      good: '{ refused: registration-off }',
      bad: '{ apps: { allowed: [wiki] } }',
      where: 'expect',
      message: 'the sign-in is refused: registration-off',
      label: 'autoRegister of partner is off',
      help: meant('expect: { refused: registration-off }'),
    },
  ],
  [
    'account.registered',
    {
      who: lisi,
      good: '{ account: { registered: true } }',
      bad: '{ account: { registered: false } }',
      where: 'expect.account.registered',
      message: 'registered is true',
      help: meant('registered: true'),
    },
  ],
  [
    'account.username',
    {
      who: lisi,
      good: '{ account: { username: lisi } }',
      bad: '{ account: { username: wangwu } }',
      where: 'expect.account.username',
      message: 'username is lisi',
      help: meant('username: lisi'),
    },
  ],
  [
    'account.displayName',
    {
      who: lisi,
      good: '{ account: { displayName: 李四 } }',
      bad: '{ account: { displayName: null } }',
      where: 'expect.account.displayName',
      message: 'displayName is 李四',
      help: meant('displayName: 李四'),
    },
  ],
  [
    'account.email and phone, null where there is none',
    {
      who: stranger.replace('[]', '[example]'),
      good: '{ account: { email: null, phone: null } }',
      bad: '{ account: { email: mallory@example.com } }',
      where: 'expect.account.email',
      message: 'email is nothing',
      help: meant('email: null'),
    },
  ],
  [
    'account.role, by admins',
    {
      who: 'signIn: { source: dingtalk, subject: boss }',
      good: '{ account: { role: admin } }',
      bad: '{ account: { role: general } }',
      where: 'expect.account.role',
      message: 'role is admin',
      help: meant('role: admin'),
    },
  ],
  [
    'account.permissions as names, in any order',
    {
      who: lisi,
      good: '{ account: { permissions: [write, webdav_read] } }',
      bad: '{ account: { permissions: [webdav_read, remove] } }',
      where: 'expect.account.permissions',
      message: 'the permissions are other ones: without remove, with write',
      label: 'they are [write, webdav_read]',
      help: meant('permissions: [write, webdav_read]') + byGrant,
    },
  ],
  [
    'account.permissions as a sum',
    {
      who: lisi,
      good: '{ account: { permissions: 264 } }',
      bad: '{ account: { permissions: 256 } }',
      where: 'expect.account.permissions',
      message: 'permissions is 264',
      help: meant('permissions: 264') + byGrant,
    },
  ],
  [
    'account.baseDir',
    {
      who: lisi,
      good: '{ account: { baseDir: /rd } }',
      bad: '{ account: { baseDir: /staff } }',
      where: 'expect.account.baseDir',
      message: 'baseDir is /rd',
      help: meant('baseDir: /rd') + byGrant,
    },
  ],
  [
    'account.groups, where no grant applies',
    {
      who: 'signIn: { source: dingtalk, subject: u9, departments: [市场部] }',
      good: '{ account: { groups: [] } }',
      bad: '{ account: { groups: [developers] } }',
      where: 'expect.account.groups',
      message: 'the groups are other ones: without developers',
      label: 'they are an empty list',
      help: `${meant('groups: []')}\nno grant applies`,
    },
  ],
  [
    'apps.allowed, one too many',
    {
      who: 'signIn: { source: dingtalk, subject: u9 }',
      good: '{ apps: { allowed: [intranet, files, wiki] } }',
      bad: '{ apps: { allowed: [intranet, grafana, files, wiki] } }',
      where: 'expect.apps.allowed[1]',
      message: 'they may not enter grafana',
      label: 'no by allow.groups [developers]: has none of them',
      help: 'take it out of the list if that is meant, or correct the configuration',
    },
  ],
  [
    'apps.allowed, some too few',
    {
      who: 'signIn: { source: dingtalk, subject: u9 }',
      good: '{ apps: { allowed: [files, wiki, intranet] } }',
      bad: '{ apps: { allowed: [wiki] } }',
      where: 'expect.apps.allowed',
      message: 'they may also enter: files and intranet',
      label: 'without files and intranet',
      help: 'add files and intranet if that is meant, or correct the configuration\nfiles: yes by allow.sources [dingtalk]: has dingtalk\nintranet: yes: allow is everyone',
    },
  ],
  [
    'apps.denied: no role, no address, no group',
    {
      who: 'signIn: { source: dingtalk, subject: u9 }',
      good: '{ apps: { denied: [aliyun, cloudsso, grafana] } }',
      bad: '{ apps: { denied: [cloudsso, grafana] } }',
      where: 'expect.apps.denied',
      message: 'they may not enter either: aliyun',
      label: 'without aliyun',
      help: 'add aliyun if that is meant, or correct the configuration\naliyun: yes: allow is everyone; no: none of the roles of aliyun is for them',
    },
  ],
  [
    'saml: an attribute by the last part of its name',
    {
      who: lisi,
      good: '{ saml: { aliyun: { Role: "acs:ram::1234567890123456:role/dev,acs:ram::1234567890123456:saml-provider/sso-kit" } } }',
      bad: '{ saml: { aliyun: { RoleSessionName: [wangwu] } } }',
      where: 'expect.saml.aliyun.RoleSessionName',
      message: 'RoleSessionName is [lisi]',
      help: meant('RoleSessionName: [lisi]'),
    },
  ],
  [
    'saml: NameID and lists',
    {
      who: lisi,
      good: '{ saml: { grafana: { NameID: lisi, groups: [developers], mail: lisi@example.com }, cloudsso: { NameID: lisi@example.com } } }',
      bad: '{ saml: { grafana: { NameID: 李四 } } }',
      where: 'expect.saml.grafana.NameID',
      message: 'NameID is lisi',
      help: meant('NameID: lisi'),
    },
  ],
  [
    'saml: an app that they may not enter',
    {
      who: stranger.replace('[]', '[example]'),
      good: '{ apps: { allowed: [wiki, intranet] } }',
      bad: '{ saml: { grafana: { NameID: mallory } } }',
      where: 'expect.saml.grafana',
      message: 'they may not enter grafana',
      label: 'no by allow.groups [developers]: has none of them',
      help: 'write nothing of grafana if that is meant, or correct the configuration',
    },
  ],
  [
    'oidc: an address that nobody answers for is not told',
    {
      who: lisi.replace('emailAssigned: true', 'emailAssigned: false'),
      good: '{ oidc: { wiki: { email: null, email_verified: null, groups: [developers], name: 李四 } } }',
      bad: '{ oidc: { wiki: { email: lisi@example.com } } }',
      where: 'expect.oidc.wiki.email',
      message: 'email is nothing',
      help: meant('email: null'),
    },
  ],
  [
    'oidc: what the scopes of an AList let out',
    {
      who: lisi,
      good: '{ oidc: { files: { preferred_username: lisi, name: 李四 }, wiki: { email_verified: true } } }',
      bad: '{ oidc: { files: { preferred_username: anna } } }',
      where: 'expect.oidc.files.preferred_username',
      message: 'preferred_username is lisi',
      help: meant('preferred_username: lisi'),
    },
  ],
  [
    'headers, as a site reads them',
    {
      who: lisi,
      good: '{ headers: { intranet: { Remote-User: lisi, Remote-Name: 李四, Remote-Email: lisi@example.com, Remote-Groups: [developers] } } }',
      bad: '{ headers: { intranet: { Remote-Groups: [developers, ops] } } }',
      where: 'expect.headers.intranet.Remote-Groups',
      message: 'Remote-Groups is [developers]',
      help: meant('Remote-Groups: [developers]'),
    },
  ],
]

describe.each(cases)('%s', (_name, { who, good, bad, ...told }) => {
  it('is met', async () => {
    expect(await played.unmet(`${who}\nexpect: ${good}`)).toEqual([])
  })

  it('is not met, and says what is there instead', async () => {
    const [first, ...others] = await played.unmet(`${who}\nexpect: ${bad}`)
    expect(others).toEqual([])
    expect(first).toMatchObject(told)
  })
})

const mending = cases.filter(([, { help }]) => /^write \w+: /.test(help) && !help.includes('in its place'))

it.each(mending)('%s is met by what the help says to write', async (_name, { who, bad, help }) => {
  const [, key = '', value = ''] = /^write ([\w-]+): (.*) if that is meant/.exec(help) ?? []
  const written = /\w[\w-]*: (?:[^{}[\],]+|\[[^\]]*\])(?= \})/
  const mended = key === 'expect' ? value : bad.replace(written, `${key}: ${value}`)
  expect(mended).not.toBe(bad)
  expect(await played.unmet(`${who}\nexpect: ${mended}`)).toEqual([])
})

it('tells of everything that is not met at once', async () => {
  const found = await played.unmet(
    `${lisi}\nexpect: { account: { username: a, baseDir: /b }, apps: { denied: [wiki] }, oidc: { wiki: { name: x } } }`,
  )
  expect(found.map(({ where }) => where)).toEqual([
    'expect.account.username',
    'expect.account.baseDir',
    'expect.apps.denied[0]',
    'expect.oidc.wiki.name',
  ])
})

it('says nothing of what is not written', async () => {
  expect(await played.unmet(`${lisi}\nexpect: { account: { baseDir: /rd } }`)).toEqual([])
})
