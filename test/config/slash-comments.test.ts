import { expect, test } from 'vitest'
import { canary, outputs } from './secrets.ts'
import { eachSlip, find, site } from './slip.ts'

const help = 'write "# " in its place'
const github = 'clientSecret: { env: GITHUB_CLIENT_SECRET }'

/** `//` where a comment was meant is one message, and the line keeps its key. */
eachSlip(site, [
  ['version: 1\n', '// ours\nversion: 1\n', help, '# ours\nversion: 1\n'],
  ['    name: GitHub\n', '    // ours\n    name: GitHub\n', help, '    # ours\n    name: GitHub\n'],
  [github, `${github} // ours`, help, `${github} # ours`],
  [
    github,
    `${github}\n    // clientSecret: { env: OTHER }`,
    help,
    `${github}\n    # clientSecret: { env: OTHER }`,
  ],
  ['keep: 1100d', 'keep: 1100d\n// server: {}', help, 'keep: 1100d\n# server: {}'],
  ['lifetime: 8h }', 'lifetime: 8h }// ours', 'write " # " in its place', 'lifetime: 8h } # ours'],
  ['groups: [finance]', 'groups: [finance] //ours', help, 'groups: [finance] # ours'],
  [
    '{ idle: 30m, lifetime: 8h }',
    '{ idle: 30m, // ours\n  lifetime: 8h }',
    help,
    '{ idle: 30m, # ours\n  lifetime: 8h }',
  ],
  [
    '{ idle: 30m, lifetime: 8h }',
    '{\n  // idle: 30m,\n  lifetime: 8h }',
    help,
    '{\n  # idle: 30m,\n  lifetime: 8h }',
  ],
  ['version: 1\n', '/* ours */\nversion: 1\n', help, '# ours */\nversion: 1\n'],
  [github, `${github} /* ours */`, help, `${github} # ours */`],
  [
    '{ idle: 30m, lifetime: 8h }',
    '{ idle: 30m, /* ours */\n  lifetime: 8h }',
    help,
    '{ idle: 30m, # ours */\n  lifetime: 8h }',
  ],
  [
    'version: 1\n',
    '/*\n * ours: yes\n */\nversion: 1\n',
    'write "# " at the beginning of each of its lines',
    '#\n# ours: yes\n#\nversion: 1\n',
  ],
  ['[developers, leads]', '[developers, // ours\n      leads]', help, '[developers, # ours\n      leads]'],
])

test('in a file between braces, too', async () => {
  const text = `{version: 1, // ours
 "publicUrl": 'https://sso.example.com', // ours
 sources: [{ id: local, type: local, name: Password }] // ours
}
`
  const lines = text.split('\n')
  for (const at of [3, 1, 2]) {
    const told = await find(lines.join('\n'))
    expect(told.map(({ help, line }) => [help, line])).toEqual([[help, at]])
    lines[at - 1] = lines[at - 1]?.replace('// ', '# ') ?? ''
  }
  expect(await find(lines.join('\n'))).toEqual([])
})

test.each([
  ['publicUrl: https://sso.example.com', 'publicUrl: "https://sso.example.com'],
  ['url: https://mail.example.com', 'url: https://mail.example.com ]'],
  ['title: Example Ltd.', 'title: "a // b'],
])('not in an address or between quotes: %s as %s', async (right, wrong) => {
  const told = await find(site.replace(right, wrong))
  expect(told).not.toEqual([])
  for (const { help: said } of told) expect(said).not.toBe(help)
})

test.each(['session: { idle: 30m, // lifetime: 8h }', 'session:\n  // idle:\n    lifetime: 8h'])(
  'a "#" that would leave something open or alone is not proposed: %j',
  async wrong => {
    const told = await find(site.replace('session: { idle: 30m, lifetime: 8h }', wrong))
    expect(told).not.toEqual([])
    for (const { help: said } of told) expect(said).not.toBe(help)
  },
)

test('a secret behind it is not said', async () => {
  for (const comment of [`// ${canary}`, `// clientSecret: ${canary}`, `//${canary}`]) {
    expect(await outputs(site.replace(github, `${github} ${comment}`))).not.toContain(canary)
    expect(await outputs(site.replace(github, `${github}\n    ${comment}`))).not.toContain(canary)
    expect(await outputs(site.replace('{ idle: 30m,', `{ idle: 30m, ${comment}\n `))).not.toContain(canary)
  }
})
