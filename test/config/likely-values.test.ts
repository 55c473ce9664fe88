import { expect, test } from 'vitest'
import { eachSlip, find, site } from './slip.ts'

/** What a hand has written in place of one word, or somebody who knows another product. */
const callbacks = 'callbacks:\n  path: /auth/{source}/callback\n'
eachSlip(`${site}${callbacks}`, [
  [
    'autoRegister:\n  enabled: true',
    'autoRegister:\n  sso_auto_register: true',
    'write enabled: true',
    'autoRegister:\n  enabled: true',
  ],
  [
    'autoRegister: { enabled: false }',
    'autoRegister: { enabled: flase }',
    'write enabled: false',
    'autoRegister: { enabled: false }',
  ],
  ['users: true', 'users: ture', 'write users: true'],
  ['users: true', 'users: treu', 'write users: true'],
  ['launchUrl: https://wiki', 'rootUrl: https://wiki', 'write "launchUrl": that is what it is called here'],
  [callbacks, 'callbacks:\n  path: /auth/:source/callback\n', 'write path: /auth/{source}/callback'],
  [
    callbacks,
    'callbacks:\n  path: https://sso.example.com/auth/{source}/callback\n',
    'write path: /auth/{source}/callback',
  ],
])

test('a word that is only like true or false is not taken for it', async () => {
  const helps = (word: string) =>
    find(site.replace('users: true', `users: ${word}`)).then(told => told.map(({ help }) => help))
  expect(await helps('table')).toEqual(['write true or false'])
  expect(await helps('fast')).toEqual(['write true or false'])
})

test('what another product calls autoRegister switches on no app', async () => {
  const told = await find(site.replace('launchUrl:', 'sso_auto_register: true\n    launchUrl:'))
  expect(told.map(({ help }) => help).join()).not.toMatch(/enabled:/)
})

test.each([
  ['{ from: git, to: github }', ['write from: sources.git and to: sources.github']],
  ['{ from: sources.git, to: github }', ['write to: sources.github']],
  ['{ from: old, to: wiki }', ['write from: apps.old and to: apps.wiki']],
  // neither is there
  [
    '{ from: old, to: new }',
    [
      'write sources.ID or apps.ID, such as sources.github',
      'write sources.ID or apps.ID, such as sources.github-public',
    ],
  ],
])('moved: %s', async (entry, helps) => {
  const told = await find(`${site}moved: [${entry}]\n`)
  expect(told.map(({ help }) => help)).toEqual(helps)
})
