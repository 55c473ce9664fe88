import { describe, expect, test } from 'vitest'
import { eachSlip, find, site } from './slip.ts'

/** A dash too many, one too few, and an entry that stands elsewhere than the others. */
describe('the first entry of a list without its dash', () => {
  const first = '  - id: dingtalk\n    type'
  const dash = 'begin its line with 2 spaces and "- "'
  eachSlip(site, [
    [first, '    id: dingtalk\n    type', dash],
    ['  - id: wiki\n', '    id: wiki\n', dash],
    ['  - id: rd\n', '    id: rd\n', dash],
    [first, '  dingtalk:\n    type', 'write - id: dingtalk'],
  ])

  test('or without the line that has it, which is told then', async () => {
    const told = await find(site.replace('  - id: wiki\n', ''))
    expect(told.map(({ help }) => help)).toEqual([dash])
    const next = await find(site.replace('  - id: wiki\n    type', '  - type'))
    expect(next.map(({ help }) => help)).toEqual(['add id: oidc'])
  })
})

describe('the first entry in braces without its dash', () => {
  const file = site
    .replace(
      '- when: { group: developers }\n        role: dev',
      '- { when: { group: developers }, role: dev }\n      - { when: { group: finance }, role: fin }',
    )
    .replace(
      '      source: dingtalk\n      department: 财务部\n',
      '      any:\n        - { department: 财务部 }\n        - { department: 研发部 }\n',
    )
  const [role, any] = ['- { when: { group: developers }', '- { department: 财务部 }']
  eachSlip(file, [
    [role, role.slice(2), 'begin its line with 6 spaces and "- "'],
    [role, role.replace('-', ' '), 'begin its line with 6 spaces and "- "'],
    [any, any.slice(2), 'begin its line with 8 spaces and "- "'],
    [any, any.replace('-', ' '), 'begin its line with 8 spaces and "- "'],
  ])
})

describe('an entry further left than the others', () => {
  test.each([
    [
      '  - id: local\n    type: local\n    name: Password\n',
      '- id: local\n  type: local\n  name: Password\n',
    ],
    ['  - id: fin\n    when:\n      source', '- id: fin\n  when:\n    source'],
  ])('%j', async (right, wrong) => {
    const text = site.replace(right, wrong)
    const [found, ...others] = await find(text)
    expect(others).toEqual([])
    expect(found?.help).toBe('write 2 spaces before it, and 2 more before the lines of it below')
    expect(text.split('\n')[(found?.line ?? 0) - 1]).toBe(wrong.split('\n')[0])
  })
})

describe('a dash in the midst of an entry', () => {
  const lines = site.split('\n')
  const keys = lines.flatMap((line, index) => (/^ {4}[a-z]/i.test(line) ? [index] : []))

  test.each(keys.map(index => [index + 1, lines[index] ?? ''] as const))(
    'line %i: %s',
    async (number, line) => {
      const wrong = lines.with(number - 1, line.replace('    ', '  - ')).join('\n')
      const told = await find(wrong)
      expect(told.map(({ help, line }) => [line, help])).toEqual([
        [number, 'write a space in place of the "-"'],
      ])
    },
  )
})

test('halves of a role are one: the condition is no entry of its own', async () => {
  const told = await find(site.replace('        role: dev', '      - role: dev'))
  expect(told.map(({ help }) => help)).toEqual(['write a space in place of the "-"'])
})

test('the first entry of a list too deep is told itself', async () => {
  const wrong = site.replace(
    '        - developers\n        - leads\n',
    '         - developers\n        - leads\n',
  )
  expect(wrong).not.toBe(site)
  const [found, ...others] = await find(wrong)
  expect(others).toEqual([])
  expect(wrong.split('\n')[(found?.line ?? 0) - 1]).toContain('- developers')
})
