import { describe, expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { eachSlip, find, site } from './slip.ts'

const uris = 'redirectUris: [https://wiki.example.com/callback]'
const launch = 'launchUrl: https://wiki.example.com/login'
const list = 'redirectUris:\n      - https://wiki.example.com/a\n      - https://wiki.example.com/b'

describe('an entry without its dash, below an address or a text in quotes:', () => {
  const help = 'begin its line with 6 spaces and "- "'
  eachSlip(site.replace(uris, list), [
    ['      - https://wiki.example.com/b', '      https://wiki.example.com/b', help],
    ['      - https://wiki.example.com/b', '      "https://wiki.example.com/b"', help],
  ])
})

describe('a value below its key, and no deeper:', () => {
  eachSlip(site, [
    ...[0, 2, 4].map(
      column =>
        [
          launch,
          `launchUrl:\n${' '.repeat(column)}https://wiki.example.com/login`,
          'write 6 spaces before it',
          'launchUrl:\n      https://wiki.example.com/login',
        ] as const,
    ),
    ['name: Mail', 'name:\n\nMail', 'write 6 spaces before it', 'name:\n\n      Mail'],
    [uris, uris.replace(' [', '\n    ['), 'write 6 spaces before it', uris.replace(' [', '\n      [')],
    [
      'name: Mail',
      'description: >-\n    One\n    Two\n    name: Mail',
      'write 6 spaces before it, and before the lines of it below',
      'description: >-\n      One\n      Two\n    name: Mail',
    ],
  ])
})

describe('another sign for a dash is told behind a blank line too:', () => {
  eachSlip(site, [
    ['  - id: files', '\n  * id: files', 'write "-" in its place', '\n  - id: files'],
    ['  - id: files', '\n  # files\n\n  * id: files', 'write "-" in its place', '\n  - id: files'],
  ])
})

describe('what joins two keys in other languages:', () => {
  const when = 'when: { source: dingtalk, department: 研发部 }'
  const comma = 'write "," in its place'
  eachSlip(site, [
    [when, when.replace(',', ' &&'), comma],
    [when, when.replace(',', ' &'), comma],
    [when, when.replace(',', ' and'), comma],
    [when, when.replace('dingtalk,', '"dingtalk" &&'), comma],
    [when, 'when: { source: [dingtalk] and department: 研发部 }', comma, when],
    [when, when.replace(',', ', &&'), 'remove what stands before the key'],
    [
      when,
      when.replace(',', ' ||'),
      'write "," in its place where both have to hold, and any: [{ … }, { … }] where one is enough',
      'when: { any: [{ source: dingtalk }, { department: 研发部 }] }',
    ],
  ])

  test('a word of a text is none', async () => {
    const told = await find(site.replace('title: Example Ltd., locale', 'title: this and that locale'))
    expect(told.map(({ help }) => help)).toEqual(['write "," here'])
  })
})

test('"&&" in front of a key is told at its first sign', async () => {
  const text = site.replace('when: { source: dingtalk, ', 'when: { source: dingtalk, && ')
  expect(text).not.toBe(site)
  const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  expect(diagnostics.map(({ range }) => range.start.offset)).toEqual([text.indexOf('&&')])
})
