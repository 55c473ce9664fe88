import { describe, expect, it, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { reference } from './secrets.ts'

const find = async (text: string) => {
  const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  return diagnostics.map(({ rule, where, label, help }) => ({ rule, where, label, help }))
}

/** One word is wrong, and nothing of what hangs on it is told as well. */
describe('a type above the keys of another one is one mistake:', () => {
  const types = [
    'dingtalk',
    'welink',
    'wecom',
    'feishu',
    'github',
    'google',
    'microsoft',
    'casdoor',
    'oidc',
    'ldap',
  ]
  const entries = [...reference.matchAll(/^ {4}type: (\w+)/gm)].flatMap(([, type = '']) =>
    types.includes(type) ? [type] : [],
  )
  const pairs = [...new Set(entries)].flatMap(type =>
    types.filter(other => other !== type).map(other => [type, other]),
  )

  it('the reference file has some', () => expect(pairs.length).toBeGreaterThan(20))

  test.each(pairs)('%s as %s', async (type, other) => {
    const told = await find(reference.replace(`    type: ${type}\n`, `    type: ${other}\n`))
    if (told.length > 0 && told[0]?.rule === 'schema/wrong-type')
      expect(told).toEqual([
        {
          rule: 'schema/wrong-type',
          where: expect.stringMatching(/^sources\[\w+\]\.type$/),
          label: `did you mean "${type}"?`,
          help: `write type: ${type}, which has all of them, or the keys of ${other}`,
        },
      ])
    // what has no more keys than the others is right as one of them
    else expect(told.length).toBeLessThan(3)
  })
})
