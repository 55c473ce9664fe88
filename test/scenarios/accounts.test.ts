import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { company, stage } from './playing.ts'

let played: Awaited<ReturnType<typeof stage>>
beforeAll(async () => {
  played = await stage()
})
afterAll(() => played.close())

const lisi = 'signIn: { source: dingtalk, subject: u1, username: lisi }'
const bound = 'identities: [{ source: dingtalk, subject: u1 }]'

describe('an account that is there before', () => {
  const cases: [claim: string, scenario: string][] = [
    [
      'is entered by its identity, and not made anew',
      `accounts: [{ username: anna, ${bound} }]\n${lisi}\nexpect: { account: { registered: false, username: anna, permissions: [webdav_read], baseDir: /staff } }`,
    ],
    [
      'is closed',
      `accounts: [{ username: anna, disabled: true, ${bound} }]\n${lisi}\nexpect: { refused: account-disabled }`,
    ],
    [
      'has taken the name',
      `accounts: [{ username: Lisi }]\n${lisi}\nexpect: { account: { registered: true, username: lisi_u1 } }`,
    ],
    [
      'is entered by a source that makes no accounts',
      'accounts: [{ username: anna, identities: [{ source: partner, subject: a }] }]\nsignIn: { source: partner, subject: a }\nexpect: { account: { username: anna } }',
    ],
    [
      'has what an administrator set, whatever grants say',
      `accounts: [{ username: anna, permissions: [remove], baseDir: /own, email: anna@example.com, ${bound} }]
signIn: { source: dingtalk, subject: u1, departments: [研发部] }
expect:
  account: { permissions: [remove], baseDir: /own, groups: [developers], email: anna@example.com }
  oidc: { wiki: { email: anna@example.com } }`,
    ],
    [
      'unites what its identities give',
      `accounts: [{ username: anna, identities: [{ source: dingtalk, subject: u1, departments: [研发部] }, { source: partner, subject: a }] }]
signIn: { source: partner, subject: a, email: anna@partner.example, emailVerified: true }
expect: { account: { groups: [developers, partners] }, apps: { allowed: [wiki, files, aliyun, grafana, intranet] } }`,
    ],
    [
      'has the address of somebody else, who is then not named by it',
      `accounts: [{ username: anna, email: lisi@example.com }]
signIn: { source: dingtalk, subject: u1, departments: [研发部], email: lisi@example.com, emailAssigned: true }
expect: { apps: { denied: [cloudsso] }, oidc: { wiki: { email: null } } }`,
    ],
    [
      'has the directory id of another subject',
      'accounts: [{ username: anna, identities: [{ source: dingtalk, subject: u1, directoryId: d1 }] }]\nsignIn: { source: dingtalk, subject: u2, directoryId: d1 }\nexpect: { refused: identity-conflict }',
    ],
    [
      'follows a directory: what only that says stays',
      `accounts: [{ username: anna, directory: dingtalk, identities: [{ source: dingtalk, subject: u1, attributes: { site: 上海 } }] }]
signIn: { source: dingtalk, subject: u1, attributes: { site: 北京 } }
expect: { account: { groups: [shanghai] } }`,
    ],
    [
      'follows none: the sign-in has the word',
      `accounts: [{ username: anna, identities: [{ source: dingtalk, subject: u1, attributes: { site: 上海 } }] }]
signIn: { source: dingtalk, subject: u1, attributes: { site: 北京 } }
expect: { account: { groups: [] } }`,
    ],
    [
      'has a password',
      'accounts: [{ username: anna, identities: [{ source: local, subject: anna }] }]\nsignIn: { source: local, subject: anna }\nexpect: { account: { username: anna } }',
    ],
  ]
  it.each(cases)('%s', async (_claim, scenario) => {
    expect(await played.unmet(scenario)).toEqual([])
  })

  const impossible: [claim: string, accounts: string, where: string, message: string][] = [
    [
      'two of one name',
      '[{ username: anna }, { username: Anna }]',
      'accounts[1].username',
      'another account has this name',
    ],
    [
      'a name that nobody may have',
      '[{ username: root }]',
      'accounts[0].username',
      'no account can have this name',
    ],
    [
      'an address that is none',
      '[{ username: anna, email: anna }]',
      'accounts[0].email',
      'this is no e-mail address',
    ],
    [
      'one identity twice',
      `[{ username: a, ${bound} }, { username: b, ${bound} }]`,
      'accounts[1].identities[0]',
      'this identity is there already, or another one of its source',
    ],
    [
      'a subject that is none',
      '[{ username: a, identities: [{ source: dingtalk, subject: "0" }] }]',
      'accounts[0].identities[0].subject',
      'the subject is empty, "0", too long or has characters that no id has',
    ],
  ]
  it.each(impossible)('cannot be: %s', async (_claim, accounts, where, message) => {
    const found = await played.unmet(
      `accounts: ${accounts}\n${lisi}\nexpect: { account: { registered: true } }`,
    )
    expect(found).toMatchObject([{ where, message }])
  })
})

describe('a sign-in', () => {
  const cases: [claim: string, scenario: string][] = [
    [
      'at a closed source is refused',
      'signIn: { source: closed, subject: a }\nexpect: { refused: source-closed }',
    ],
    [
      'with a subject that is none is refused',
      'signIn: { source: dingtalk, subject: "0" }\nexpect: { refused: source-reply-invalid }',
    ],
    [
      'by a password that nobody has is refused',
      'signIn: { source: local, subject: a }\nexpect: { refused: credentials-wrong }',
    ],
    [
      'of a member of an organisation that allow names is none of a stranger',
      'signIn: { source: github, subject: "42", username: anna, organizations: [example] }\nexpect: { account: { registered: true, username: anna } }',
    ],
  ]
  it.each(cases)('%s', async (_claim, scenario) => {
    expect(await played.unmet(scenario)).toEqual([])
  })

  it('leaves nothing behind for the next', async () => {
    const [first, second] = await played.results(
      [1, 2]
        .map(
          n => `  - { name: "${n}", ${lisi}, expect: { account: { registered: true, username: lisi } } }\n`,
        )
        .join(''),
    )
    expect([first?.status, second?.status]).toEqual(['passed', 'passed'])
    expect(await played.storage.accounts.list()).toEqual([])
  })
})

describe('a public source', () => {
  it('gives a group only where a condition names it', async () => {
    const text = company
      .replace('name: Partner\n', 'name: Partner\n    public: true\n')
      .replace(
        'apps:\n',
        '  - { id: named, when: { source: partner, group: ops }, groups: [partner-ops] }\n  - { id: any, when: { group: ops }, groups: [operators] }\napps:\n',
      )
    const open = await stage(text)
    const scenario = (
      groups: string,
    ) => `accounts: [{ username: anna, identities: [{ source: partner, subject: a }] }]
signIn: { source: partner, subject: a, groups: [ops] }
expect: { account: { groups: ${groups} } }`
    expect(await open.unmet(scenario('[partner-ops]'))).toEqual([])
    await open.close()
    const trusted = await stage(text.replace('    public: true\n', ''))
    expect(await trusted.unmet(scenario('[ops, partner-ops, operators]'))).toEqual([])
    await trusted.close()
  })

  it('keeps out by a key that a plugin adds to allow', async () => {
    const text = company.replace('allow: { organizations: [example] }', 'allow: { teams: [example/ops] }')
    const other = await stage(text)
    const who = (more: string) => `signIn: { source: github, subject: "42", ${more} }`
    expect(
      await other.unmet(`${who('teams: [example/ops]')}\nexpect: { account: { registered: true } }`),
    ).toEqual([])
    expect(
      await other.unmet(
        `${who('claims: { teams: [example/ops] }')}\nexpect: { account: { registered: true } }`,
      ),
    ).toEqual([])
    expect(await other.unmet(`${who('claims: { teams: [] }')}\nexpect: { refused: not-allowed }`)).toEqual([])
    await other.close()
  })
})
