import { expect, test } from 'vitest'
import { find } from './slip.ts'

/** Every list of this file too far left, by each number of spaces: one message, at its first entry, whose help leads back to the file. */
const file = `version: 1
publicUrl: https://sso.example.com
server:
  trustedProxies:
    - 127.0.0.1/32
    - 10.0.0.0/8
keys:
  cookie:
    - { env: A }
    - { env: B }
sources:
  - id: github
    type: github
    name: GitHub
    clientId: 0a1b2c3d4e5f60718293
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    allow:
      organizations:
        - example
        - example-labs
  - id: google
    type: google
    name: Google
    clientId: 1234-abc.apps.googleusercontent.com
    clientSecret: { env: GOOGLE_CLIENT_SECRET }
    allow:
      domains:
        - example.com
        - example.org
  - id: local
    type: local
    name: Password
organizations:
  - id: example
    name: Example
    domains:
      - example.com
      - example.org
    sources:
      - github
      - local
callbacks:
  alist:
    source: github
    frontends:
      - https://files.example.com
grants:
  - id: rd
    when:
      source: github
      group: example/rd
    groups:
      - developers
      - leads
    permissions:
      - write
      - rename
  - id: mix
    when:
      all:
        - source: github
        - not:
            group: example/ops
        - any:
            - group: example/rd
            - { group: example/qa }
    groups:
      - mixed
apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: WIKI_CLIENT_SECRET }
    redirectUris:
      - https://wiki.example.com/a
      - https://wiki.example.com/b
    allow:
      groups:
        - developers
        - leads
  - id: intranet
    type: forward-auth
    name: Intranet
    hosts:
      - intranet.example.com
    allow:
      sources:
        - github
        - local
`
const lines = file.split('\n')
const columnOf = (line: string) => /^ */.exec(line)?.[0].length ?? 0
const lists = lines.flatMap((line, index) =>
  /^ +(?:- )?\w+:$/.test(line) && /^ *- /.test(lines[index + 1] ?? '') ? [index] : [],
)

test('the file is right', async () => expect(await find(file)).toEqual([]))

test.each(lists.map(index => [index + 2, lines[index] ?? ''] as const))(
  'line %i: %s',
  async (number, key) => {
    const column = columnOf(lines[number - 1] ?? '')
    const end = lines.findIndex((line, index) => index >= number && columnOf(line) < column)
    const list = lines.slice(number - 1, end)
    // in the column of its key it is one, too
    const most = column - (/^ *(?:- )?/.exec(key)?.[0].length ?? 0)
    for (let by = most + 1; by <= column; by += 1) {
      const wrong = lines.toSpliced(number - 1, list.length, ...list.map(line => line.slice(by))).join('\n')
      const more = list.length === 1 ? '' : `, and ${by} more before the other lines of this list`
      expect(
        (await find(wrong)).map(({ line, help }) => [line, help]),
        wrong,
      ).toEqual([[number, `write ${column} spaces before it${more}`]])
    }
  },
)

test('an empty key at the end of an entry takes nothing of the next one', async () => {
  const told = await find(file.replace('    groups:\n      - mixed\n', '    groups:\n'))
  expect(told.map(({ message }) => message)).toEqual(['"groups" has no value'])
})

const short =
  'version: 1\npublicUrl: https://sso.example.com\nsources:\n- { id: local, type: local, name: Password }\n'

test('a key too far to the right of its list is told, and not the list', async () => {
  const told = await find(`${short}grants:\n- id: a\n  when:\n    source: local\n    groups:\n  - staff\n`)
  expect(told.map(({ line, help }) => [line, help])).toEqual([[9, 'write 2 spaces before it']])
})

test('of a list whose first entry alone is too far left, that', async () => {
  const told = await find(`${short}autoRegister:\n  enabled: true\n  permissions:\n- rename\n  - write\n`)
  expect(told.map(({ line, help }) => [line, help])).toEqual([[8, 'write 2 spaces before it']])
  const entry = '- id: github\n  type: github\n  autoRegister:\n    enabled: true\n    permissions:\n'
  const deeper = await find(`${short}${entry}  - rename\n      - write\n`)
  expect(deeper.map(({ line, help }) => [line, help])).toEqual([[10, 'write 6 spaces before it']])
})
