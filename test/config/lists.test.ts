import { expect, test } from 'vitest'
import { eachSlip, find, site } from './slip.ts'

const permissions = 'permissions: [webdav_read, webdav_manage]'
const names = 'write permissions: [webdav_read, webdav_manage]'
const groups = 'groups: [developers, leads]'
const inBrackets =
  'write its entries in brackets: [a, b]; or each on a line of its own, that begins with "- "'

/** The entries of a list, without their dashes, with others, or with what separates them elsewhere. */
eachSlip(site, [
  [permissions, 'permissions:\n    webdav_read\n    webdav_manage', names],
  [permissions, 'permissions: - webdav_read\n    - webdav_manage', inBrackets],
  [permissions, 'permissions: - webdav_read - webdav_manage', inBrackets],
  [permissions, 'permissions: [[webdav_read, webdav_manage]]', names],
  [permissions, 'permissions:\n    - [webdav_read, webdav_manage]', names],
  [permissions, 'permissions: webdav_read + webdav_manage', names],
  [permissions, 'permissions: webdav_read | webdav_manage', names],
  [permissions, 'permissions: webdav_read and webdav_manage', names],
  [
    permissions,
    'permissions:\n    * webdav_read',
    'write "-" in its place',
    'permissions:\n    - webdav_read',
  ],
  [groups, 'groups:\n      - developers\n      leads', 'begin its line with 6 spaces and "- "'],
  [groups, 'groups:\n      - developers, leads', 'write 2 entries: developers, leads'],
  ['grants:\n', 'grants: []\n', 'remove it: what is below is the value'],
  ['grants:\n', 'grants: -\n', 'remove it: what is below is the value'],
  ['grants:\n', 'grants: grants:\n', 'remove it: what is below is the value'],
  ['["1001", "1002"]', '["1001, 1002"]', 'write 2 entries: "1001", "1002"'],
  [groups, 'groups: [developers], [leads]', 'write all of it between one pair of brackets'],
  [groups, 'groups: [developers], leads', 'write all of it between one pair of brackets'],
  [groups, 'groups: [developers] [leads]', 'write all of it between one pair of brackets'],
  [
    'department: 研发部 }',
    'department: (研发部, 市场部) }',
    'write department: [研发部, 市场部]',
    'department: [研发部, 市场部] }',
  ],
])

test.each(['256 + 512', '256, 512', '256 | 512'])('permissions: %s is their sum', async sum => {
  const told = await find(site.replace(permissions, `permissions: ${sum}`))
  expect(told.map(({ help }) => help)).toEqual(['write permissions: 768'])
})

test('an entry with a colon behind it is no placeholder', async () => {
  const told = await find(site.replace(groups, 'groups:\n      - developers:\n      - leads'))
  expect(told.map(({ help }) => help)).toEqual(['write developers'])
})
