import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pluginTypes } from '../../src/plugins.ts'
import { LanguageServer } from './language-server.ts'

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

  it('knows no key of another type', async () => {
    const keys = '    type: local\n    name: Password\n    corpId: ding1\n'
    const { problems } = await open(source(keys))
    expect(problems.map(({ message }) => message).join('\n')).toContain('corpId')
  })
})
