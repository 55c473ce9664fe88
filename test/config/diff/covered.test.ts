import { describe, expect, it } from 'vitest'
import { showing } from '../../../src/config/diff/shown.ts'
import { base, changed, reportOf } from './comparing.ts'

const random = 'Zk9vQ2mX7rT4bN8wLpE3sYcA6dH1'
/** The sources stand in the file as it is written; what is excused is compared. */
const described = (description: string) =>
  changed([
    '    name: GitHub\n',
    `    name: GitHub\n    # sso-kit: ignore[secret/looks-like-secret] a fixture\n    description: "${description}"\n`,
  ])

describe('what validate covers is in no report:', () => {
  it.each([
    ['a random folder', changed(['baseDir: /staff', `baseDir: /staff/${random}`])],
    [
      'the same of a source',
      changed([
        'autoRegister: { enabled: false }',
        `autoRegister: { enabled: true, baseDir: /staff/${random} }`,
      ]),
    ],
    ['a password in a description', described('pw: Tr0ub4dor7Kx9')],
    ['a random word in a description', described('Tr0ub4dor7Kx9')],
    ['a random name', changed(['name: Wiki', 'name: Tr0ub4dor7Kx9'])],
    [
      'an address with a password',
      changed(['https://wiki.example.com/cb', 'https://a:8/Tr0ub4dor7Kx9@b.example.com']),
    ],
  ])('%s', async (_, after) => {
    for (const report of [await reportOf(base, after), await reportOf(after, base)]) {
      expect(report.changes).not.toEqual([])
      expect(JSON.stringify(report)).not.toMatch(/Zk9vQ2mX7rT|Tr0ub4dor7Kx9/)
    }
  })
})

it('the sentences of a change say the rest', async () => {
  const { changes } = await reportOf(base, changed(['baseDir: /staff', `baseDir: /staff/${random}`]))
  expect(changes.flatMap(({ explain }) => explain).join('\n')).toContain(
    'new accounts see only ‹redacted›, a part of /staff',
  )
})

it('what is no secret is told', async () => {
  const ordinary = changed(['baseDir: /staff', 'baseDir: /staff/rd-2024'], ['name: Wiki', 'name: Wiki 2'])
  const told = JSON.stringify(await reportOf(base, ordinary))
  for (const text of ['/staff/rd-2024', 'Wiki 2']) expect(told).toContain(text)
  const { text } = showing()
  expect(text('"Corp" (dingtalk): u1, Ov23liExample0123456 and /staff/2024')).toBe(
    '"Corp" (dingtalk): u1, Ov23liExample0123456 and /staff/2024',
  )
})
