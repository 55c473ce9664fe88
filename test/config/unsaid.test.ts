import { describe, expect, it } from 'vitest'
import { unsaid } from '../../src/config/unsaid.ts'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { cover } from '../../src/diagnostics/redact.ts'
import { outputs } from './secrets.ts'

const place = { line: 1, column: 1, offset: 0 }
const about = (message: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  ...{ rule: 'schema/unknown-key', severity: 'error', message, help: 'remove it', file: 'x.yaml' },
  ...{ path: [], where: '', range: { start: place, end: place }, related: [], ...more },
})
const text = 'a: hunter2 b: horse c: TOKEN_NAME d: clientSecret e: shown f: shown'
const masked = `a: ${cover.repeat(7)} b: ${cover.repeat(5)} c: ${cover.repeat(10)} d: ${cover.repeat(12)} e: shown f: ${cover.repeat(5)}`
const said = (message: string, more?: Partial<Diagnostic>) =>
  unsaid([about(message, more)], [{ text, masked }])[0]

describe('a word that frames cover', () => {
  it('is not said', () => expect(said('unknown key "hunter2"')?.message).toBe('unknown key "…"'))
  it('also where it is a part of more', () =>
    expect(said('unknown key "x-hunter2!"')?.message).toBe('unknown key "x-…!"'))
  it('also outside of quotes', () => expect(said('write hunter2: x')?.message).toBe('write …: x'))
  it('nor in a help, a label, a path or what is beside', () => {
    const related = [{ message: '"hunter2"', file: 'x.yaml', range: { start: place, end: place } }]
    const more = { help: '"hunter2"', label: '"hunter2"', path: ['hunter2', 0], where: 'hunter2[0]', related }
    expect(JSON.stringify(said('x', more))).not.toContain('hunter2')
  })
  it('is said where it is in the open, too', () => expect(said('"shown"')?.message).toBe('"shown"'))
  it('is said where it is a key of the language', () =>
    expect(said('"clientSecret"')?.message).toBe('"clientSecret"'))
  it('is our own where it is a plain word and not quoted', () => {
    expect(said('a horse, not "horse"')?.message).toBe('a horse, not "…"')
    expect(said('write { env: TOKEN_NAME }')?.message).toBe('write { env: TOKEN_NAME }')
  })
  it('is a key of the file where it is one to write', () =>
    expect(said('write horse: x')?.message).toBe('write …: x'))
  it('is not said in a place either, which has no quotes', () =>
    expect(said('x', { where: 'sources[0].horse' })?.where).toBe('sources[0].…'))
  it('is what a rule means where it is a plain word', () => {
    expect(said('"horse" of "hunter2"', { rule: 'redirect/dangerous' })?.message).toBe('"horse" of "…"')
  })
})

it('all that is covered at once is not said, whatever its words are', () => {
  const covered = 'a: clientSecret  is   (horse) b'
  const mask = `a: ${cover.repeat(26)} b`
  const message = unsaid([about('write clientSecret is (horse): x')], [{ text: covered, masked: mask }])[0]
    ?.message
  expect(message).toBe('write …: x')
})

it('the place that a help proposes for a secret is said', () => {
  const path = { text: 'clientSecretFile: ./Secrets2', masked: `clientSecretFile: ${cover.repeat(10)}` }
  const help = 'write clientSecret: { file: ./Secrets2 }, not "./Secrets2"'
  expect(unsaid([about('x', { help })], [path])[0]?.help).toBe(
    'write clientSecret: { file: ./Secrets2 }, not "…"',
  )
})

it('of a file without anything covered all is said', () => {
  expect(unsaid([about('"hunter2"')], [{ text, masked: text }])[0]?.message).toBe('"hunter2"')
})

describe('a secret whose key is gone is not shown:', () => {
  const head = 'version: 1\npublicUrl: https://sso.example.com\nsources:\n'
  it.each([
    ['among sources', 'sources:\n  - id: gh\n    token:\n  - -CANARY\n'],
    ['below a plain text', 'sources:\n  - id: gh\n    clientId: abc\n      CANARY\n    nam: x\n'],
    [
      'behind a key with a sign',
      `${head}  - { id: gh, type: github, name: GitHub, clientId: abc, client+et: CANARY, nam: x }\n`,
    ],
    [
      'behind a sign in a key',
      `${head}  - { id: gh, type: github, name: GitHub, clientId: abc, "cl~ CANARY": x, nam: x }\n`,
    ],
    [
      'behind a key that nobody knows',
      `${head}  - { id: gh, type: github, name: GitHub, clientId: abc, cli_et: CANARY, nam: x }\n`,
    ],
    [
      'below a key without a value',
      `${head}  - id: gh\n    type: github\n    clientSecret:\n    CANARY x: y\n    nam: x\n`,
    ],
    [
      'below it, as a key and its value',
      `${head}  - id: gh\n    type: github\n    clientSecret:\n    Tz9: CANARY\n    nam: x\n`,
    ],
    [
      'beside a reference that is none',
      `${head}  - { id: gh, type: github, clientId: abc, clientSecret: { env: A) } } # CANARY\n`,
    ],
  ])('%s', async (_, file) => {
    expect(await outputs(file)).not.toContain('CANARY')
  })
})
