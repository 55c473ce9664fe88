import { describe, expect, it } from 'vitest'
import type { Behind } from '../../../src/diagnostics/mask/keys.ts'
import { maskText } from '../../../src/diagnostics/mask/text.ts'
import { redacted } from '../../../src/diagnostics/redact.ts'

const keys: Readonly<Record<string, Behind>> = {
  sources: 'group',
  name: 'prose',
  clientId: 'word',
  roles: 'word',
  groups: 'either',
  clientSecret: 'secret',
}
const masked = (text: string) =>
  redacted(maskText(text, word => (Object.hasOwn(keys, word) ? keys[word] : undefined)))

describe('shown is', () => {
  it.each([
    '- clientId: ding-abc',
    'name: 使用 钉钉 Login',
    'name: "Example, Ltd."',
    '{ name: GitHub, clientId: abc, clientSecret: { env: GITHUB_SECRET }, roles: [admin, "dev"] }',
    'clientSecret: { file: ./secrets/github }',
    'clientSecret: [{ env: NEW }, { env: OLD }]',
    'roles: [\n  admin,\n  dev\n]',
    'roles:\n  - admin\n  -dev',
    'groups: [developers }',
    'clientId: "abc',
    'roles: ["admin, dev]',
    'clientId:abc',
    '# DingTalk pushes what changes: who leaves is out at once',
    'name: a # anyone can have an account: these may come in',
    'clientId abc',
    'clientId',
    'clientId: abc # as the console has it',
    '# as the console has it',
    'sources: [',
    'other: [',
    // below an open list a line may begin with what is no word
    'roles: [\n  {',
    '<<<<<<< ours',
    '---',
  ])('%s', text => {
    expect(masked(text)).toBe(text)
  })
})

describe('covered is', () => {
  it.each([
    ['what is behind a key that nobody knows', 'appKey: abc', 'appKey: ‹redacted›'],
    ['what has no key', 'abc', '‹redacted›'],
    ['what is no word of an open list', 'roles: [a\n&: b', 'roles: [a\n‹redacted›'],
    ['a text where a group belongs', 'sources: abc', 'sources: ‹redacted›'],
    ['an entry of a group that is no map', 'sources:\n  - abc', 'sources:\n  - ‹redacted›'],
    [
      'a comment behind a key without its break',
      'clientId: abcother: # def',
      'clientId: abcother: ‹redacted›',
    ],
    ['an entry where there may be maps', 'groups:\n  - abc', 'groups:\n  - ‹redacted›'],
    ['what is behind a second colon', 'name: Wiki: abc', 'name: Wiki: ‹redacted›'],
    ['a second word', 'clientId: abc def', 'clientId: abc ‹redacted›'],
    ['a word behind a comma', 'name: Acme, abc', 'name: Acme, ‹redacted›'],
    ['a secret, up to the next key', '{ clientSecret: abc, name: X }', '{ clientSecret: ‹redacted›name: X }'],
    ['a key inside of a secret', 'clientSecret: { name: abc }', 'clientSecret: { ‹redacted›'],
    ['what is below a secret', 'clientSecret:\n  name: abc', 'clientSecret:\n‹redacted›'],
    ['what goes on below a quote', 'clientSecret: "a\nname: b"', 'clientSecret: ‹redacted›\n‹redacted›'],
    ['a key below an unknown one', 'other:\n  abc: x', 'other:\n  ‹redacted›'],
    ['an entry below a torn key', 'roles:\na:bKey:\n  - abc', 'roles:\n‹redacted›\n  - ‹redacted›'],
    ['a comment beside a reference', 'clientSecret: { env: A } # abc', 'clientSecret: { env: A } ‹redacted›'],
    ['a comment beside something covered', 'other: abc # def', 'other: ‹redacted›'],
    ['an entry that is a comment', '- # abc', '- ‹redacted›'],
    ['a key in a comment', '# other: abc', '# ‹redacted›'],
    ['what a key has that lost its colon', 'clientId urn:abc', 'clientId ‹redacted›'],
    ['a sentence about a secret', '# our password is here: walrus and teapot', '# ‹redacted›'],
    ['a sentence with more than words', '# the old one was: walrus teapot7', '# ‹redacted›'],
    ['what follows a secret in a comment', '# the password is abc', '# the password‹redacted›'],
    ['a value with the form of a secret', 'clientId: ghp_0123456789abcdefABCDEF', 'clientId: ‹redacted›'],
    [
      'a secret that has a key of its own inside',
      'name: a\nclientSecret= b c',
      'name: a\nclientSecret= ‹redacted›',
    ],
  ])('%s', (_, text, expected) => {
    expect(masked(text)).toBe(expected)
  })
})

it('every place stays where it was', () => {
  const text = 'clientSecret: 钥匙𝄞\r\n  name: x\nabc'
  const covered = maskText(text, word => keys[word])
  expect(covered).toHaveLength(text.length)
  expect(covered.split('\n').map(line => line.length)).toEqual(text.split('\n').map(line => line.length))
})
