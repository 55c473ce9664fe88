import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { eachSlip, find, site } from './slip.ts'

const launch = 'launchUrl: https://wiki.example.com/login'
const id = 'accountId: "1234567890123456"'

/** A quote that is opened in a line and not closed in it goes on to the next one, lines below. */
eachSlip(site, [
  [id, 'accountId: "1234567890123456', 'write " at the end of its line'],
  ['name: GitHub\n', 'name: "GitHub\n', 'write " at the end of its line', 'name: "GitHub"\n'],
  [launch, `${launch.replace(' ', " '")} # of people`, "write ' before the comment"],
  ['title: Example Ltd.,', 'title: "Example Ltd.,', 'write " before the ","'],
  ['nameId: email', '"nameId: email', 'remove it'],
  ['subject: "a1b2c3d4" }', 'subject: "a1b2c3d4 }', 'write " before the "}"'],
])

test('a text of several lines in quotes is none of these', async () => {
  const right = site.replace('name: Wiki\n', 'name: Wiki\n    description: "the wiki\n      of all"\n')
  expect(await find(right)).toEqual([])
  const wrong = right.replace('listen: 0.0.0.0:8080', 'listen 0.0.0.0:8080')
  expect((await find(wrong)).map(({ help }) => help)).toEqual(['write ":" after it'])
})

test('of a secret nothing is repeated', async () => {
  const wrong = site.replace('{ env: WIKI_CLIENT_SECRET }', '"hunter2,Hunter2')
  const { diagnostics, files } = await compile(wrong, { file: 'sso.config.yaml' })
  expect(diagnostics.map(({ help }) => help)).toEqual(['write " at the end of its line'])
  expect(JSON.stringify(diagnostics)).not.toContain('unter2')
  expect(pretty(files, diagnostics)).not.toContain('unter2')
})
