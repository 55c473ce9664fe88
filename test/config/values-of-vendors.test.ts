import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { plugins } from '../../src/generated/plugins.js'

/** What `init` puts where only the vendor knows the value. */
const starters = await Promise.all(
  Object.entries(plugins).map(async ([type, load]) => {
    const keys = (await load()).default.starter?.keys ?? {}
    return Object.entries(keys).flatMap(([key, value]) =>
      // which product it is, is one of three words
      typeof value === 'string' && key !== 'directory' ? [[type, key, value] as const] : [],
    )
  }),
)

const helps = async (keys: string) => {
  const text = `version: 1\npublicUrl: https://sso.example.com\nsources:\n  - id: one\n${keys}`
  const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  return diagnostics.map(({ help }) => help)
}

test.each(starters.flat())('%s: an empty %s is no reason to invent one', async (type, key, value) => {
  const told = await helps(`    type: ${type}\n    name: One\n    ${key}:\n`)
  expect(told.join('\n')).not.toContain(`${key}: ${value}`)
  expect(told.join('\n')).not.toContain(`${key}: "${value}"`)
  expect(told).toContainEqual(expect.stringMatching(/^write the [^:]+: ./))
})

test.each(starters.flat().filter(([, , value]) => !value.includes('your-')))(
  '%s: nor is one that is missing, %s',
  async (type, key) => {
    const told = await helps(`    type: ${type}\n    name: One\n`)
    expect(told.join('\n')).toContain(`add ${key}: …`)
    expect(told.join('\n')).toMatch(new RegExp(`^in "${key}": .|add ${key}: … \\(`, 'm'))
  },
)
