import { expect, test } from 'vitest'
import { eachSlip, find, site } from './slip.ts'

const session = 'session: { idle: 30m, lifetime: 8h }'
const groups = '{ groups: [developers, finance] }'

/** One bracket of a line is missing, too many or of another kind. */
eachSlip(site, [
  [groups, '{ groups: [developers, finance }', 'write "]" before it'],
  [groups, '{ groups: [developers, finance]', 'write "}" at the end of its line'],
  [session, `${session.slice(0, -2)} # of a day`, 'write "}" before the comment'],
  [groups, '{ groups: [[developers, finance] }', 'remove it'],
  [groups, '{ groups: [developers, finance]] }', 'remove it'],
  [session, 'session: {{ idle: 30m, lifetime: 8h }', 'remove it'],
  [session, 'session: < idle: 30m, lifetime: 8h }', 'write "{" in place of "<"'],
  [session, 'session: { idle: 30m, lifetime: 8h >', 'write "}" in its place'],
  [
    '- { source: local, subject: "a1b2c3d4" }',
    '- [ source: local, subject: "a1b2c3d4" }',
    'write "{" in place of "["',
  ],
  ['webdav_manage]', 'webdav_manage}', 'write "]" in its place'],
  // above lines that need none
  ['server:\n', 'server: {\n', 'remove it', 'server: \n'],
  ['autoRegister:\n', 'autoRegister: { # of all\n', 'remove it', 'autoRegister: # of all\n'],
  ['sources:\n', 'sources: [\n', 'remove it', 'sources: \n'],
])

test.each([
  ['{ idle: 30m\n  lifetime: 8h }', 'write "," here'],
  ['{\n  idle: 30m\n  lifetime: 8h }', 'write "," here'],
])('brackets over several lines are none of these: %j', async (map, help) => {
  const text = site.replace('{ idle: 30m, lifetime: 8h }', map)
  expect((await find(text)).map(({ help }) => help)).toEqual([help])
})
