import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

/** The page of the rule promises what the rule does, and no more. */
const page = readFileSync(new URL('../../docs/rules/value/placeholder.md', import.meta.url), 'utf8')
const promised = [...page.matchAll(/^\|[^|]+\|([^|]+)\|$/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text),
)

const rulesOf = async (source: string) => {
  const text = `version: 1\npublicUrl: https://sso.example.com\nsources:\n  - { ${source} }\n`
  return (await compile(text, { file: 'sso.config.yaml' })).diagnostics.map(({ rule }) => rule)
}
const github = 'id: github, type: github, name: GitHub, clientSecret: { env: A }'
const wecom = 'id: wecom, type: wecom, name: WeCom, corpId: ww08f1f2d3c4b5a697, clientSecret: { env: A }'

test('the page names some', () => expect(promised.length).toBeGreaterThan(10))

test.each(promised)('%s is a placeholder', async text => {
  expect(await rulesOf(`${github}, clientId: ${JSON.stringify(text)}`)).toEqual(['value/placeholder'])
})

test('a number, a file and the name of a variable are none', async () => {
  expect(await rulesOf(`${wecom}, agentId: 1000002`)).toEqual([])
  const saml =
    'id: c, type: saml, name: Company, entityId: "https://a.example/m", signOnUrl: "https://a.example/s"'
  expect(await rulesOf(`${saml}, certificate: { file: ./idp.pem }`)).toEqual([])
  expect(
    await rulesOf(github.replace('env: A', 'env: CHANGEME').concat(', clientId: 0a1b2c3d4e5f60718293')),
  ).toEqual([])
})
