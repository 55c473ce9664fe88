import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formats, type Run } from '../../src/cli/validate/formats.ts'
import { compile } from '../../src/config/compile.ts'

/**
 * A secret that is in the file, however it got there, is in no format. test/config/canary.test.ts has the same for the
 * layers below.
 */
const canary = 'hunter2canary'
const reference = readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8')
const key = 'clientSecret: { env: GITHUB_CLIENT_SECRET }'

const forms = [
  canary,
  `"${canary}"`,
  `'${canary}`,
  `|\n      ${canary}\n      second line`,
  `!${canary}`,
  `&${canary}`,
  `*${canary}`,
  `{ ${canary} }`,
  `{ env: ${canary} }`,
  `{ file: ${canary} }`,
  `{ value: ${canary} }`,
  `{{ ${canary} }}`,
  `\${${canary}}`,
  `[${canary}`,
  `ab #${canary}`,
  `ab # ${canary}`,
  `ab # sso-kit: ignore[secret/inline] ${canary}`,
  `no # sso-kit: ignore[yaml/ambiguous-scalar] ${canary}`,
  `ab # sso-kit: ignore[${canary} x]`,
  `ab # sso-kit: ignore[secret/inline] x (until ${canary})`,
  `${canary}: x`,
  `clientSecret: ${canary}`,
]
const names = ['clientSecret', 'clientScret', 'client_secret', 'appSecret', 'token', 'password', 'privateKey']
const comments = [
  '',
  '    # sso-kit: ignore[secret/inline] because\n',
  '    # sso-kit: ignore[schema/unknown-key, yaml/unknown-tag] because (until 2020-01-01)\n',
  `    # sso-kit: ignore[secret/looks-like-secret] password: ${canary}\n`,
]
const levels = [
  {},
  { 'secret/inline': 'off', 'secret/looks-like-secret': 'info', 'suppress/unused': 'error' },
] as const
const looks = [
  { colour: false, link: () => undefined },
  { colour: true, link: (rule: string) => `file:///docs/${rule}` },
]

async function everyFormat(text: string, level: (typeof levels)[number]): Promise<string[]> {
  const path = 'sso.config.yaml'
  const compiled = await compile(text, { file: path, now: Date.parse('2026-01-01'), levels: level })
  const run: Run = {
    results: [{ path, sources: [{ file: path, input: text }], ...compiled }],
    failOn: 'warning',
    levels: level,
    environment: false,
    quiet: false,
    nameInRepository: (file: string) => file,
    most: 50,
  }
  const all = Object.values(formats)
  const shown = all.flatMap(shows => looks.map(look => shows.run(run, look)))
  return [...shown, ...all.flatMap(shows => shows.page?.(run) ?? [])]
}

test('a planted secret is in no format, whatever its form, its key and the comments around it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...forms),
      fc.constantFrom(...names),
      fc.constantFrom(...comments),
      fc.constantFrom(...levels),
      async (form, name, comment, level) => {
        const text = reference.replace(`    ${key}`, `${comment}    ${name}: ${form}`)
        expect(text).toContain(canary)
        for (const shown of await everyFormat(text, level)) expect(shown).not.toContain(canary)
      },
    ),
    { numRuns: 400 },
  )
  // nine formats of four hundred files
}, 60_000)

test('nor on the line of another problem', async () => {
  const lines = [
    `  - { id: x, type: github, nam: 钉钉, clientId: 1, clientSecret: "${canary}", enabled: yes }`,
    `  - { id: x, type: local, nam: X } # clientSecret: ${canary}`,
    `  - { id: x, type: github, name: XY, clientId: 1, clientSecret: ${canary}`,
  ]
  for (const line of lines)
    for (const shown of await everyFormat(`${reference}\n${line}\n`, {})) expect(shown).not.toContain(canary)
})

test('the check can fail: the hash of the file is there, and the name of a key', async () => {
  const text = reference.replace(key, `${canary}: x`).replace('GITHUB', '')
  const sha256 = createHash('sha256').update(text).digest('hex')
  const [shown] = (await everyFormat(text, {})).filter(each => each.includes('"formatVersion"'))
  expect(shown).toContain(sha256)
  expect(shown).toContain(canary)
})
