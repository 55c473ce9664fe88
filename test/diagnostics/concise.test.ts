import { expect, test } from 'vitest'
import { concise } from '../../src/diagnostics/concise.ts'
import { diagnostics, nasty } from './shared.ts'

test('a line for each that counts, columns in code points', () => {
  expect(
    concise(diagnostics),
  ).toBe(`配置/sso.config.yaml:3:28: error[schema/wrong-type] "locale" cannot be "zh"
配置/sso.config.yaml:3:32: error[schema/unknown-key] unknown key "colour" in "ui": 100 % wrong, <b>really</b>
配置/sso.config.yaml:7:5: error[autoregister/open-source] anyone who has an account at "代码" would get an account here
配置/sso.config.yaml:9:19: error[secret/inline] "clientSecret" is a secret written in the file
配置/sso.config.yaml:11:5: warning[yaml/ambiguous-scalar] this goes over two lines
`)
})

test('nothing for nothing', () => expect(concise([])).toBe(''))

test('control characters stay out, and a line stays one', () => {
  const out = concise([nasty])
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  expect(out.split('\n')).toHaveLength(2)
})
