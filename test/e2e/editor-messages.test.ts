import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from '../cli/folder.ts'
import { command } from '../cli/io.ts'
import { Editing } from './editing.ts'

const file = (lines: string) => `version: 1
publicUrl: https://sso.example.com
${lines}
sources:
  - { id: local, type: local, name: Password }
`
const source = (line: string) => file('').replace('name: Password }', `name: Password, ${line} }`)
const github = (secret: string) =>
  source(`x }\n  - { id: github, type: github, name: GitHub, clientId: a, clientSecret: ${secret}`).replace(
    ', x',
    '',
  )

/** What an editor says of a wrong value: one sentence that says what to write. */
describe('an editor', () => {
  let editor: Editing
  beforeAll(async () => {
    editor = await Editing.start()
  })
  afterAll(() => {
    editor.stop()
    removeFolders()
  })

  const cases: [what: string, text: string, said: string][] = [
    ['a wrong form', file('server: { listen: ":8080" }'), 'It must be host:port, such as 127.0.0.1:8080.'],
    ['a number for a form', file('session: { idle: 30 }'), 'It must be a duration such as 30m, 8h or 7d.'],
    [
      'a number for text',
      file('admins: [{ source: local, subject: 12 }]'),
      'It must be text (a number goes in quotes).',
    ],
    [
      'text for a map',
      file('autoRegister: true'),
      'It must be a map, with keys such as enabled, baseDir, permissions.',
    ],
    [
      'text for a list',
      file('server: { trustedProxies: 10.0.0.0/8 }'),
      'It must be a list such as [10.0.0.0/8].',
    ],
    ['text for true or false', file('autoRegister: { enabled: maybe }'), 'It must be true or false.'],
    [
      'a map for a list',
      file('admins: { source: local }'),
      'It must be a list: each entry begins with "- ".',
    ],
    [
      'a word that there is not',
      file('ui: { locale: de }'),
      'Value is not accepted. Valid values: "zh-CN", "en".',
    ],
    [
      'no word and no map',
      file('permissionProfile: alist-3'),
      'It must be alist-3.22, alist, openlist, or a map such as { read: 1, write: 2 }.',
    ],
    ['an empty map', file('keys: {}'), 'It must have a key such as cookie, saml.'],
    [
      'a form of a plugin',
      source('x')
        .replace('type: local', 'type: dingtalk')
        .replace('x }', 'corpId: abc, clientId: a, clientSecret: { env: A } }'),
      'Write the CorpId: the organisation whose people may come in; on the home page of the developer console (CorpId), such as ding0000000000000000.',
    ],
    [
      'a secret written out',
      github('abc'),
      'No secret is written here: give a reference such as { env: GITHUB_CLIENT_SECRET }.',
    ],
    [
      'a secret that is a number',
      github('123'),
      'No secret is written here: give a reference such as { env: GITHUB_CLIENT_SECRET }.',
    ],
    [
      'two places of one secret',
      github('{ env: A, file: b }'),
      'It must be one of env, file, credential, exec, not several.',
    ],
    ['no place of a secret', github('{}'), 'It must have a key such as env, file, credential, exec.'],
    ['an unknown place of a secret', github('{ vault: a }'), 'Property vault is not allowed.'],
    [
      'certificates that are no reference',
      file('outbound: { ca: ./ca.pem }'),
      'It must be a reference such as { file: ./corporate-ca.pem }.',
    ],
    [
      'a field that there is not',
      source('type: local')
        .replace('type: local, ', 'type: dingtalk, corpId: ding1, clientId: a, clientSecret: { env: A }, ')
        .replace(', type: local }', ', sync: { fields: { mail: email } } }'),
      'It must be displayName, email, phone, employeeNumber, title, or attributes.NAME for a field of your own.',
    ],
  ]
  it.each(cases)('says of %s what it must be, once', async (_what, text, said) => {
    expect((await editor.problems(text)).map(problem => problem.replace(/^\d+: /, ''))).toEqual([said])
  })

  it('names no pattern, and speaks of no schemas', async () => {
    for (const [, text] of cases)
      expect((await editor.problems(text)).join('\n')).not.toMatch(/pattern|schema|\^/i)
  })

  describe.each([
    ['overlay', 'sources:\n  - { id: github, clientId: 9f8e7d6c5b4a3210f9e8 }\n', 'prod.yaml'],
    ['sandbox', github('made-up'), 'local.sandbox.yaml'],
  ])('with the schema that is for an %s', (flavour, text, name) => {
    it('finds nothing wrong with one, and a mistake in it', async () => {
      const folder = makeFolder()
      const { stdout } = await command(['schema', '--for', flavour], { cwd: folder })
      writeFileSync(join(folder, 'own.json'), stdout)
      const own = await Editing.start(pathToFileURL(join(folder, 'own.json')).href)
      try {
        expect(await own.problems(text, name)).toEqual([])
        expect(await own.problems(`${text}sesion: {}\n`, name)).toHaveLength(1)
        expect(await editor.problems(text, name)).not.toEqual([])
      } finally {
        own.stop()
      }
    })
  })
})
