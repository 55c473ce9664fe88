import { expect, test } from 'vitest'
import { canary } from './secrets.ts'
import { find, site } from './slip.ts'

const reference = 'write { env: NAME } for a value from the environment'
const inQuotes = /in quotes/

/** Quotes would make a secret in the file of what begins with a sign of YAML. */
test.each([
  '!env NAME',
  '!vault NAME',
  `!${canary}`,
  '!vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      3132',
  '!!str abc',
  `&${canary}`,
  `*${canary}`,
])('a secret as %j is answered by a reference', async value => {
  const told = await find(site.replace('{ env: GITHUB_CLIENT_SECRET }', () => value))
  expect(told.map(({ help }) => help)).toEqual([reference])
  expect(await find(site.replace('GITHUB_CLIENT_SECRET', 'NAME'))).toEqual([])
})

test.each(['!GitHub', '&GitHub', '*GitHub'])('a name as %s may be put in quotes', async value => {
  const told = await find(site.replace('name: GitHub', `name: ${value}`))
  expect(told.map(({ help }) => help)).toEqual([expect.stringMatching(inQuotes)])
})
