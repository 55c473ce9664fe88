import { describe, expect, test } from 'vitest'
import { eachSlip, find, site } from './slip.ts'

const uris = 'redirectUris: [https://wiki.example.com/callback]'
const launch = 'launchUrl: https://wiki.example.com/login'

describe('what is closed by a sign of another kind is told at that sign:', () => {
  eachSlip(site, [
    [
      'trustedProxies: [10.0.0.0/8, 127.0.0.1/32]',
      `trustedProxies: [10.0.0.0/8, '127.0.0.1/32"]`,
      "write ' in its place",
    ],
    [launch, `launchUrl: 'https://wiki.example.com/login"`, "write ' in its place"],
    [launch, `launchUrl: "https://wiki.example.com/login' # for people`, 'write " in its place'],
    [uris, uris.replace(']', ')'), 'write "]" in its place'],
    [uris, uris.replace(']', '}'), 'write "]" in its place'],
    ['{ groups: [developers] }', '{ groups: (developers] }', 'write "[" in place of "("'],
    ['{ groups: [developers] }', '{ groups: [developers) }', 'write "]" in its place'],
    ['{ groups: [developers] }', '{ groups: [developers] )', 'write "}" in its place'],
  ])

  test('both signs are named', async () => {
    const [found] = await find(site.replace(uris, uris.replace(']', ')')))
    expect(found?.message).toBe('")" does not close what was opened by "["')
  })

  test('and brackets of a text are none', async () => {
    const wrong = site.replace('{ title: Example Ltd., locale', '{ title: Example (Ltd.), locale en, x')
    expect((await find(wrong)).map(({ message }) => message).join()).not.toContain('does not close')
  })
})

describe('lines between brackets that are no deeper than the key are told at the first of them:', () => {
  const map = 'clientSecret: { env: WIKI_CLIENT_SECRET }'
  eachSlip(site, [
    [
      map,
      'clientSecret: {\n    env: WIKI_CLIENT_SECRET\n    }',
      'write 6 spaces before it',
      'clientSecret: {\n      env: WIKI_CLIENT_SECRET\n    }',
    ],
    [
      uris,
      'redirectUris: [\n    https://wiki.example.com/a,\n  https://wiki.example.com/b\n    ]',
      'write 6 spaces before it, and before each line below it up to "]"',
      'redirectUris: [\n      https://wiki.example.com/a,\n      https://wiki.example.com/b\n      ]',
    ],
    [
      uris,
      'redirectUris: [\n      https://wiki.example.com/a\n  ]',
      'write 4 spaces before it',
      'redirectUris: [\n      https://wiki.example.com/a\n    ]',
    ],
    [
      '  - { source: local, subject: "a1b2c3d4" }',
      '  - {\n  source: local, subject: "a1b2c3d4"\n  }',
      'write 4 spaces before it',
      '  - {\n    source: local, subject: "a1b2c3d4"\n  }',
    ],
  ])

  test('a bracket that is never closed is still told so', async () => {
    const [found] = await find(site.replace(map, 'clientSecret: {\n    env: WIKI_CLIENT_SECRET'))
    expect(found?.message).toBe('a map opened here is never closed')
  })
})

describe('the line that ends the document is named:', () => {
  const oneFile = 'one file is one configuration'
  eachSlip(site, [
    ['apps:\n', '...\napps:\n', `remove the line "...": ${oneFile}`],
    ['apps:\n', '... \n\n# apps\napps:\n', `remove the line "...": ${oneFile}`],
    ['apps:\n', '---\napps:\n', `remove the line "---": ${oneFile}`],
    ['apps:\n', '...\n---\napps:\n', `remove the line "---", and the line "..." above it: ${oneFile}`],
  ])
})
