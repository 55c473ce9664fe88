import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeNames } from '../../src/config/types.ts'
import { pluginTypes } from '../../src/plugins.ts'
import { LanguageServer, type Proposal } from './language-server.ts'

const root = new URL('../../', import.meta.url)
const modeline = `# yaml-language-server: $schema=${new URL('schemas/sso.config.schema.json', root).href}\n`

/** The editor schema in the server that editors use, by its first line as in the reference file. */
describe('an editor', () => {
  let server: LanguageServer
  let files = 0
  beforeAll(async () => {
    server = await LanguageServer.start()
  })
  afterAll(() => server.stop())

  const open = async (body: string) => {
    files += 1
    const uri = `file:///tmp/sso-${files}.yaml`
    const text = modeline + body
    const problems = await server.open(uri, text)
    const at = (mark: string) => {
      const before = text.slice(0, text.indexOf(mark)).split('\n')
      return [before.length - 1, before.at(-1)?.length ?? 0] as const
    }
    return { uri, problems, at, text }
  }
  const source = (lines: string) =>
    `version: 1\npublicUrl: https://sso.example.com\nsources:\n  - id: dingtalk\n${lines}`

  it('finds nothing wrong with the reference file', async () => {
    const reference = await readFile(new URL('sso.config.yaml', root), 'utf8')
    const { problems } = await open(reference.replace(/^# yaml-language-server.*\n/, ''))
    expect(problems).toEqual([])
  })

  it('completes the type with every one there is, also after other keys', async () => {
    const { uri, at } = await open(source('    name: 钉钉\n    type: \n'))
    const [line, column] = at('type: ')
    expect(await server.completion(uri, line, column + 6)).toEqual(expect.arrayContaining([...pluginTypes]))
  })

  it('completes the keys of the type that is chosen, and no others', async () => {
    const { uri, at } = await open(source('    type: dingtalk\n    name: 钉钉\n    \n'))
    const [line] = at('    name')
    const labels = await server.completion(uri, line + 1, 4)
    expect(labels).toEqual(expect.arrayContaining(['corpId', 'clientSecret', 'autoRegister']))
    expect(labels).not.toContain('issuer')
    // nor whole entries of other types
    expect(labels.filter(label => pluginTypes.some(type => type === label))).toEqual([])
  })

  it('offers whole entries to whoever begins another one', async () => {
    const { uri, at } = await open(source('    type: dingtalk\n    name: 钉钉\n  - '))
    const [line] = at('    name')
    expect(await server.completion(uri, line + 1, 4)).toEqual(expect.arrayContaining(['github', 'ldap']))
  })

  it('explains a key under the pointer', async () => {
    const { uri, at } = await open(source('    type: dingtalk\n    name: 钉钉\n    corpId: ding1\n'))
    const [line, column] = at('corpId')
    expect(await server.hover(uri, line, column + 2)).toMatch(/organisation/)
  })

  it('says of a mistyped type which there are', async () => {
    const { problems } = await open(source('    type: dingtak\n    name: 钉钉\n'))
    const [problem] = problems.filter(({ range }) => range.start.line === 5)
    for (const type of pluginTypes) expect(problem?.message).toContain(type)
  })

  it('misses a key that the type needs', async () => {
    const keys = '    type: dingtalk\n    name: 钉钉\n    corpId: ding1\n    clientId: ding2\n'
    const { problems } = await open(source(keys))
    expect(problems.map(({ message }) => message).join('\n')).toContain('clientSecret')
  })

  it('completes the kinds of a reference below a secret', async () => {
    const { uri, at } = await open(source('    type: dingtalk\n    clientSecret:\n      \n'))
    const [line] = at('    clientSecret')
    const labels = await server.completion(uri, line + 1, 6)
    expect(labels).toEqual(expect.arrayContaining(['env', 'file', 'credential', 'exec']))
  })

  it('says of a wrong form in words what it has to be', async () => {
    const { problems } = await open(
      `${source('    type: local\n    name: 密码\n')}server: { listen: ":8080" }\n`,
    )
    expect(problems.map(({ message }) => message).join('\n')).toMatch(/It must be host:port/)
  })

  it('knows no key of another type', async () => {
    const keys = '    type: local\n    name: Password\n    corpId: ding1\n'
    const { problems } = await open(source(keys))
    expect(problems.map(({ message }) => message).join('\n')).toContain('corpId')
  })

  const app = (lines: string) =>
    `version: 1\npublicUrl: https://sso.example.com\nsources:\n  - { id: local, type: local, name: Password }\napps:\n${lines}`

  it('completes the type of an app with every one there is, each in words', async () => {
    const { uri, at } = await open(app('  - id: wiki\n    type: \n    name: Wiki\n'))
    const [line, column] = at('type: \n')
    const proposals = await server.proposals(uri, line, column + 6)
    const told = new Map(proposals.map(({ label, documentation }) => [label, words(documentation)]))
    for (const type of typeNames.apps) expect(told.get(type), type).toMatch(/\w{3,} \w+/)
    expect(told.get('oidc')).toContain('OpenID Connect')
    expect(told.has('github')).toBe(false)
  })

  it('completes the keys of an app by its type', async () => {
    const { uri, at } = await open(app('  - type: oidc\n    id: wiki\n    \n'))
    const [line] = at('    id: wiki')
    const labels = await server.completion(uri, line + 1, 4)
    expect(labels).toEqual(expect.arrayContaining(['redirectUris', 'clientSecret', 'allow']))
    expect(labels).not.toContain('acsUrl')
  })

  it('explains keys of apps and of the directory', async () => {
    const oidc = await open(app('  - type: oidc\n    id: wiki\n    redirectUris: []\n'))
    const [line, column] = oidc.at('redirectUris')
    expect(await server.hover(oidc.uri, line, column + 2)).toMatch(/character by character/)
    const dingtalk = await open(source('    type: dingtalk\n    sync: { auto: true }\n'))
    const [row, start] = dingtalk.at('sync: {')
    expect(await server.hover(dingtalk.uri, row, start + 2)).toMatch(/Accounts follow the source/)
  })

  it('misses allow, without which nobody knows who may open an app', async () => {
    const { problems } = await open(
      app('  - { id: mail, type: link, name: Mail, url: "https://mail.example.com" }\n'),
    )
    expect(problems.map(({ message }) => message).join('\n')).toContain('allow')
  })

  it('says of a mistyped type of an app which there are', async () => {
    const { problems } = await open(
      app('  - id: wiki\n    type: oidcc\n    name: Wiki\n    allow: everyone\n'),
    )
    const [problem] = problems.filter(({ range }) => range.start.line === 7)
    for (const type of typeNames.apps) expect(problem?.message).toContain(type)
  })
})

const words = (documentation: Proposal['documentation']) =>
  typeof documentation === 'string' ? documentation : documentation?.value
