import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMap } from 'yaml'
import { compile } from '../../src/config/compile.ts'
import { json } from '../../src/diagnostics/json.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { type Entry, entriesOf } from './entries.ts'

/** A secret that is in the file, however it got there, is in no output. */
const reference = readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8')
const canary = 'hunter2canary'

async function outputs(text: string, file = 'sso.config.yaml'): Promise<string> {
  const { files, diagnostics } = await compile(text, { file })
  const document = json([{ path: file, sha256: '', configVersion: 1, diagnostics }], '0.0.0')
  return `${pretty(files, diagnostics)}\n${document}`
}

/** The ways people write a secret where a reference belongs. */
const forms: readonly string[] = [
  canary,
  `"${canary}"`,
  `'${canary}`,
  `"${canary}`,
  `|\n      ${canary}\n      second line`,
  `>-\n      ${canary}`,
  `\n      ${canary}`,
  `!${canary}`,
  `&${canary}`,
  `*${canary}`,
  `@${canary}`,
  `%${canary}`,
  `{ ${canary} }`,
  `{ ${canary}: }`,
  `{${canary}:x}`,
  `{ env: ${canary} }`,
  `{ env: "${canary} x" }`,
  `{ file: ${canary} }`,
  `{ value: ${canary} }`,
  `{ env: { name: ${canary} } }`,
  `{ env: X, file: ${canary} }`,
  `{{ ${canary} }}`,
  `\${${canary}}`,
  `[${canary}]`,
  `[${canary}`,
  `{ env: X } ${canary}`,
  `{ env: X }: ${canary}`,
  `ab #${canary}`,
  `ab # ${canary}`,
  `# ${canary}`,
  `${canary}: x`,
  `x: ${canary}`,
  `12345678901234567890${canary}`,
  `- ${canary}`,
  `? ${canary}`,
  `clientSecret: ${canary}`,
  `“${canary}”`,
  `"${canary}”`,
  `｛ env：${canary} ｝`,
  `｛ ${canary} ｝`,
  `［${canary}］`,
  `{ env：${canary} }`,
  `{ env:\u00a0${canary} }`,
  `\u3000${canary}`,
  `– ${canary}`,
  `ab ＃${canary}`,
  `${canary}：x`,
  `${canary}， x`,
  `env: ${canary}`,
  `file: ${canary}`,
]

describe('a secret written as', () => {
  test.each(forms)('%s', async form => {
    const text = reference.replace('{ env: GITHUB_CLIENT_SECRET }', form)
    expect(text).toContain(canary)
    expect(await outputs(text)).not.toContain(canary)
  })
})

const names = [
  'clientScret',
  'client_secret',
  'ClientSecret',
  'appSecret',
  'AppSecret',
  'secret',
  'token',
  'apiKey',
  'password',
  'privateKey',
  'credentials',
]

describe('a secret under the name of', () => {
  test.each(names)('%s', async name => {
    for (const form of forms) {
      const text = reference.replace('clientSecret: { env: GITHUB_CLIENT_SECRET }', `${name}: ${form}`)
      expect(await outputs(text), form).not.toContain(canary)
    }
  })
})

describe('a secret on the line of another mistake', () => {
  test.each([
    `  - { id: x, type: github, name: X, clientId: 1, clientSecret: ${canary}, enabeld: 钉钉 }`,
    `  - { id: x, type: github, nam: X, clientId: 1, clientSecret: "${canary}", enabled: yes }`,
    `  - { id: X!, type: github, name: X, clientId: [], clientSecret: { env: ${canary} } }`,
    `  - { id: x, type: github, name: X, clientId: 1, clientSecret: ${canary}`,
    `  - { id: github, type: gihub, name: X, clientSecret: ${canary} }`,
    `  - { id: x, name: X, token: ${canary} }`,
    `  - {id: x, type: local, name: X, clientSecret:${canary}}`,
    `  - { id: x, type: local, nam: X } # clientSecret: ${canary}`,
  ])('%s', async line => {
    expect(await outputs(`${reference}\n${line}\n`)).not.toContain(canary)
  })
})

/** The same in every other place of the language that has secrets, and beside it. */
const whole = readFileSync(new URL('ok/whole-language.yaml', import.meta.url), 'utf8')
const secret = /^(clientSecret|aesKey|token)$/
const keeping = entriesOf(whole).filter(({ key, value }) => secret.test(key) && isMap(value))

describe('a secret of an app, of events, of SCIM, written as', () => {
  test('there are enough places', () => expect(keeping.length).toBeGreaterThan(10))

  // one form in three places: the next one has the next three
  test.each(forms.map((form, index) => ({ form, index })))('$form', async ({ form, index }) => {
    for (const more of [0, 1, 2]) {
      const place = keeping[(index * 3 + more) % keeping.length] as Entry
      const deeper = ' '.repeat(place.keyAt - whole.lastIndexOf('\n', place.keyAt) + 1)
      const there = form.replaceAll('\n      ', `\n${deeper}`)
      const text = whole.slice(0, place.valueAt) + there + whole.slice(place.end)
      expect(await outputs(text), place.path).not.toContain(canary)
    }
  })

  test.each(keeping)('$path, under a misspelt key', async ({ key, keyAt, keyEnd, end }) => {
    const misspelt = [`${key}s`, key.slice(0, -1), key.toUpperCase(), `${key.slice(0, 3)}_${key.slice(3)}`]
    for (const name of misspelt) {
      const text = `${whole.slice(0, keyAt)}${name}: ${canary}${whole.slice(end)}`
      expect(whole.slice(keyAt, keyEnd)).toBe(key)
      expect(await outputs(text), name).not.toContain(canary)
    }
  })

  test.each([
    'keys: { cookie: [hunter2canary, { env: B }] }',
    'keys: { cookies: [hunter2canary] }',
    'keys: { cookie: [{ env: hunter2canary }] }',
    'keys:\n  cookie:\n    - hunter2canary',
    'keys:\n  cookie:\n    - { env: A } # hunter2canary',
    'keys: { signing: hunter2canary }',
  ])('%s', async line => {
    const text = whole.replace(/^keys:\n.*$/m, line)
    expect(text).toContain(canary)
    expect(await outputs(text)).not.toContain(canary)
  })
})

/** A rule quotes what is wrong, and nobody knows what somebody put there. */
describe('what is a secret by its form, in a place for something else', () => {
  const shapes = [
    `https://anyi:${canary}@git.example.com/api?code=1#x`,
    `ghp_${canary}${canary}`,
    `[http://anyi:${canary}@x.example/*]`,
    `[ghp_${canary}${canary}]`,
    `"{ghp_${canary}${canary}}"`,
    `{ clientSecret: ${canary} }`,
  ]
  const places = entriesOf(whole).filter(({ at }) => at[0] !== 'plugins')
  test.each(places.map((place, index) => ({ ...place, shape: shapes[index % shapes.length] })))(
    '$path: $shape',
    async ({ valueAt, end, shape }) => {
      const text = `${whole.slice(0, valueAt)}${shape}${whole.slice(end)}`
      expect(await outputs(text)).not.toContain(canary)
    },
  )
})

test.each(forms)('a secret behind a full-width colon: %s', async form => {
  const text = reference.replace('clientSecret: { env: GITHUB_CLIENT_SECRET }', `clientSecret：${form}`)
  expect(await outputs(text)).not.toContain(canary)
})

test.each(['baseUrl', 'endpoints', 'host', 'callbackUrl', 'name', 'id', 'allow'])(
  'an address with a password under %s is not shown',
  async key => {
    const line = `${key}: https://anyi:${canary}@git.example.com/api`
    const text = reference.replace('clientSecret: { env: GITHUB_CLIENT_SECRET }', line)
    expect(await outputs(text)).not.toContain(canary)
  },
)

test('an address with a password is not shown', async () => {
  const text = reference.replace('sqlite:./data/sso.db', `postgres://sso:${canary}@db/sso`)
  expect(await outputs(text)).not.toContain(canary)
})

test('files that are not UTF-8 do not show secrets either', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`clientSecret: ${canary} `),
    Buffer.from([0xff, 0xfe, 0xc4]),
    Buffer.from(` ${canary}\n`),
  ])
  const { files, diagnostics } = await compile(bytes, { file: 'x.yaml' })
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['yaml/encoding'])
  expect(pretty(files, diagnostics)).not.toContain(canary)
})

test('no input makes compile throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), yamlish()), async text => {
      const { config, diagnostics, files } = await compile(text, { file: 'x.yaml' })
      expect(config === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'))
      pretty(files, diagnostics)
    }),
    { numRuns: 250 },
  )
})

/** Puts an odd value, key or section where a sound file has one of its own. */
test('no change of the whole language makes compile throw, take long or print what is a secret by its form', async () => {
  const places = entriesOf(whole)
  const odd = fc.constantFrom(
    ...[
      '',
      '~',
      '{}',
      '[]',
      '[[[]]]',
      '{ a: { b: [c] } }',
      '-1',
      '1e999',
      '"\\0"',
      '*x',
      '&x',
      '!t',
      '|',
      '\u202e',
    ],
    ...[
      '__proto__',
      'constructor',
      '{ __proto__: 1 }',
      '{ toString: x }',
      'sources.__proto__',
      '{ env: __proto__ }',
    ],
    ...[`https://a:${canary}@x.example/#*`, `ghp_${canary}${canary}`, `{ secret: ${canary} }`],
    `${'{ not: '.repeat(40)}{}${' }'.repeat(40)}`,
    `${'{ any: [{ group: a }, '.repeat(20)}{}${'] }'.repeat(20)}`,
    `${'['.repeat(70)}${']'.repeat(70)}`,
  )
  const change = fc.record({
    place: fc.nat(places.length - 1),
    instead: odd,
    what: fc.constantFrom('value', 'value', 'key', 'both'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async changes => {
      // from the end on, so that places stay where they are
      const sorted = [...changes].sort((a, b) => b.place - a.place)
      const text = sorted.reduce((before, { place, instead, what }) => {
        const { keyAt, keyEnd, valueAt, end } = places[place] as Entry
        if (what === 'value') return before.slice(0, valueAt) + instead + before.slice(end)
        const to = what === 'key' ? keyEnd : end
        // a secret as a key is none that anybody means
        return before.slice(0, keyAt) + instead.replaceAll(canary, 'x') + before.slice(to)
      }, whole)
      const begun = process.cpuUsage()
      const printed = await outputs(text)
      const { user, system } = process.cpuUsage(begun)
      expect((user + system) / 1000).toBeLessThan(1_000)
      expect(printed).not.toContain(canary)
    }),
    { numRuns: 150 },
  )
}, 60_000)

test('no edit of a file with a secret prints the secret', async () => {
  const edit = fc.record({
    at: fc.nat(),
    what: fc.constantFrom(
      '',
      ' ',
      '\n',
      ':',
      '#',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ',',
      '-',
      '\t',
      '|',
      '&',
      '!',
      'x',
      '钉',
      '：',
      '“',
      '｝',
      '\u00a0',
    ),
    cut: fc.nat(2),
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...forms), fc.array(edit, { maxLength: 4 }), async (form, edits) => {
      const planted = reference.replace('{ env: GITHUB_CLIENT_SECRET }', form)
      const text = edits.reduce((before, { at, what, cut }) => change(before, at, what, cut), planted)
      expect(await outputs(text)).not.toContain(canary)
    }),
    { numRuns: 300 },
  )
})

/** Cuts out and puts in, anywhere but in the line with the secret's own key. */
function change(text: string, at: number, what: string, cut: number): string {
  const start = at % text.length
  const end = Math.min(text.length, start + cut)
  const from = text.indexOf('clientSecret', text.indexOf('id: github'))
  const to = text.lastIndexOf(canary) + canary.length
  if (end > from && start < to) return text
  return text.slice(0, start) + what + text.slice(end)
}

function yamlish() {
  const line = fc.tuple(
    fc.constantFrom('', '  ', '    ', '- ', '  - '),
    fc.constantFrom(
      'version',
      'publicUrl',
      'sources',
      'id',
      'type',
      'name',
      'autoRegister',
      'permissions',
      '<<',
      'admins',
      'apps',
      'grants',
      'when',
      'any',
      'not',
      'allow',
      'redirectUris',
      'sync',
      'fields',
      'events',
      'organizations',
      'moved',
      'to',
      'callbacks',
      'alist',
      'keys',
      'plugins',
      'url',
      'roles',
      'sso',
      '__proto__',
      'constructor',
      'toString',
    ),
    fc.constantFrom(': ', ':', ' '),
    fc.constantFrom(
      '1',
      '[]',
      '{}',
      '[a, b]',
      '{ a: 1 }',
      '{ env: X }',
      'github',
      'local',
      'dingtalk',
      'alibaba-cloud',
      'oidc',
      'saml',
      'forward-auth',
      'role',
      'everyone',
      'sources.a',
      '[{ a: 1 }, []]',
      '{ not: { not: { any: [{}] } } }',
      '*a',
      '&a x',
      '!t',
      '"',
      '|',
      'https://x.example',
      '-1',
      '1e999',
      'null',
      '',
    ),
  )
  return fc.array(line, { maxLength: 14 }).map(lines => lines.map(parts => parts.join('')).join('\n'))
}
