import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { profile } from '../../src/permissions.ts'
import { Editing } from './editing.ts'
import type { Proposal } from './language-server.ts'

const head = 'version: 1\npublicUrl: https://sso.example.com\n'
const local = 'sources:\n  - { id: local, type: local, name: Password }\n'
const dingtalk = `${head}sources:
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
`
const link = `${head}${local}apps:
  - id: mail
    type: link
    name: Mail
    url: https://mail.example.com
`

/** What is proposed for keys and values, and what the file is when it is taken. */
describe('an editor', () => {
  let editor: Editing
  beforeAll(async () => {
    editor = await Editing.start()
  })
  afterAll(() => editor.stop())

  const told = async (marked: string) =>
    new Map((await editor.proposals(marked)).map(one => [one.label, words(one.documentation)]))
  const wrong = async (text: string) => (await compile(text, { file: 'x.yaml' })).diagnostics

  it.each([
    ['who may open an app', `${link}    allow: ▮`, ['everyone', '{ groups: [developers] }']],
    [
      'a profile of permissions',
      `${head}${local}permissionProfile: ▮`,
      ['alist-3.22', 'alist', 'openlist', '{ read: 1, write: 2 }'],
    ],
    [
      'what of the directory is read',
      `${dingtalk}    sync:\n      scope: ▮`,
      ['all', '{ departments: ["1001"] }'],
    ],
    ['whose people may come in', `${dingtalk}    membership: ▮`, ['required', 'any']],
    ['a role', `${head}${local}autoRegister:\n  role: ▮`, ['general', 'guest']],
  ])('proposes for %s every word, each with what it means', async (_what, marked, labels) => {
    const found = await told(marked)
    expect([...found.keys()].toSorted()).toEqual(labels.toSorted())
    for (const label of labels.filter(one => !one.startsWith('{')))
      expect(found.get(label), label).toMatch(/\w/)
  })

  it.each(['everyone', '{ groups: [developers] }'])('puts in %s', async label => {
    const groups = '\ngrants:\n  - { id: a, when: { source: local }, groups: [developers] }\n'
    expect(await wrong((await editor.take(`${link}    allow: ▮`, label)) + groups)).toEqual([])
  })

  it('proposes the tenants that are words', async () => {
    const labels = await editor.labels(`${head}sources:\n  - type: microsoft\n    tenant: ▮`)
    expect(labels).toEqual(expect.arrayContaining(['common', 'organizations', 'consumers']))
  })

  it.each(['permissions: [▮]', 'permissions:\n    - ▮'])(
    'proposes in %s every name, in words',
    async list => {
      const found = await told(`${head}${local}autoRegister:\n  ${list}`)
      for (const name of ['alist-3.22', 'alist', 'openlist'] as const)
        for (const { name: permission, value } of profile(name).bits)
          expect(found.get(permission), permission).toContain(String(value))
      expect(found.get('check_path_limit')).toContain('takes away')
      expect(found.get('share')).toContain('openlist')
    },
  )

  it('puts in permissions as a list, and no name without one', async () => {
    const found = await told(`${head}${local}autoRegister:\n  permissions: ▮`)
    expect([...found.keys()]).toEqual(['["webdav_read","webdav_manage"]'])
    const text = await editor.take(`${head}${local}autoRegister:\n  enabled: true\n  ▮`, 'permissions')
    expect(text).toMatch(/permissions:\n {4}- $/)
  })

  it('puts in a condition as one word', async () => {
    const text = await editor.take(`${head}${local}grants:\n  - id: a\n    when:\n      ▮`, 'department')
    expect(text).toMatch(/department: 研发部$/)
  })

  it('proposes our fields, and for each the fields that the source has', async () => {
    const fields = `${dingtalk}    sync:\n      fields:\n        `
    expect((await editor.labels(`${fields}▮`)).toSorted()).toEqual([
      'displayName',
      'email',
      'employeeNumber',
      'phone',
      'title',
    ])
    const found = await told(`${fields}email: ▮`)
    expect(found.get('org_email')).toMatch(/organisation/)
    expect(found.get('job_number')).toMatch(/number/)
  })

  it('puts in a secret as a reference of its own', async () => {
    const begun = `${head}sources:\n  - type: github\n    ▮`
    expect(await editor.take(begun, 'clientSecret')).toMatch(/clientSecret: \{ env: GITHUB_CLIENT_SECRET \}$/)
    const value = begun.replace('▮', 'clientSecret: ▮')
    const [label = ''] = await editor.labels(value)
    expect(await editor.take(value, label)).toMatch(/clientSecret: \{ env: GITHUB_CLIENT_SECRET \}$/)
  })

  it('puts in a client id as text, where it may be a reference as well', async () => {
    expect(await editor.take(`${head}sources:\n  - type: oidc\n    ▮`, 'clientId')).toMatch(
      /clientId: your-client-id$/,
    )
  })

  it.each([
    ['callbacks', `${head}${local}▮`],
    ['path', `${head}${local}callbacks:\n  ▮`],
    ['sync', `${dingtalk}    ▮`],
    ['endpoints', `${dingtalk}    ▮`],
    ['permissionProfile', `${head}${local}▮`],
    ['session', `${head}${local}▮`],
  ])('puts in %s without a mistake, but for what is still empty', async (label, marked) => {
    const found = await wrong(`${await editor.take(marked, label)}\n`)
    expect(found.filter(({ message }) => !/without a value|has no value|is empty/.test(message))).toEqual([])
  })

  it('opens events, apps and grants for what belongs in them', async () => {
    expect(await editor.take(`${dingtalk}    ▮`, 'events')).toMatch(/events:\n {6}$/)
    expect(await editor.take(`${head}${local}▮`, 'apps')).toMatch(/apps:\n {2}- $/)
    expect(await editor.take(`${head}${local}▮`, 'grants')).toMatch(/grants:\n {2}- id: \n {4}when:\n {6}$/)
  })

  it.each([
    [
      'its own title and words at a secret',
      `${dingtalk.replace('clientSecret', 'client▮Secret')}`,
      /Client Secret \(AppSecret\).*DINGTALK/s,
    ],
    ['what each word means', `${dingtalk}    member▮ship: any`, /`required`: only employees/],
    ['our field', `${dingtalk}    sync: { fields: { em▮ail: org_email } }`, /email is taken from/],
  ])('shows %s under the pointer', async (_what, marked, expected) => {
    expect(await editor.hover(marked)).toMatch(expected)
  })
})

const words = (documentation: Proposal['documentation']) =>
  typeof documentation === 'string' ? documentation : documentation?.value
