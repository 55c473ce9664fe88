import { describe, expect, test } from 'vitest'
import { certain } from '../../src/config/certain.ts'
import { compile } from '../../src/config/compile.ts'
import { resolve, type Schema } from '../../src/config/schema/schema.ts'
import { summary } from '../../src/config/summary.ts'
import { loadTypes, typeNames } from '../../src/config/types.ts'
import { painter } from '../../src/diagnostics/colour.ts'
import { isSecretOption } from '../../src/diagnostics/secret-key.ts'

const file = 'sso.config.yaml'
const head = 'version: 1\npublicUrl: https://sso.example.com\n'
const local = '  - { id: local, type: local, name: Password }\n'

async function find(text: string) {
  const compiled = await compile(head + text, { file })
  const last = summary(file, compiled, painter(false))
  return { last, rules: compiled.diagnostics.map(({ rule, where }) => `${rule} ${where}`) }
}

describe('an entry whose type nobody knows', () => {
  test('may call the id of its client as its console does', async () => {
    const text = 'sources:\n  - { id: dt, type: DingTalk, name: 钉钉, AppKey: dingwjlht8b93ara }\n'
    expect((await find(text)).rules).toEqual(['schema/unknown-type sources[dt].type'])
  })

  const wrong = `    nmae: GitHub
    enabled: 5
    clientSecret: hunter2
    events: { aesKey: hunter3, token: { env: TOKEN } }
`
  const others = [
    'schema/unknown-key sources[gh].nmae',
    'schema/wrong-type sources[gh].enabled',
    'secret/inline sources[gh].clientSecret',
    'secret/inline sources[gh].events.aesKey',
  ]
  const last = ' · 1 entry without a known type: most checks did not run'

  test.each([
    ['without a type', '', 'schema/missing-key sources[gh]'],
    ['with a type that there is not', '    type: nothing\n', 'schema/unknown-type sources[gh].type'],
    ['with a misspelt key for it', '    typ: github\n', 'schema/unknown-key sources[gh].typ'],
  ])('%s is told all that does not depend on it', async (_what, type, rule) => {
    const found = await find(`sources:\n  - id: gh\n${type}${wrong}${local}`)
    expect(found.rules.toSorted()).toEqual([rule, ...others].toSorted())
    expect(found.last).toContain(last)
  })

  test('is told of once, where nothing else is wrong', async () => {
    const found = await find(
      `sources:\n  - { id: gh, name: GitHub, clientId: a, clientSecret: { env: A } }\n${local}`,
    )
    expect(found.rules).toEqual(['schema/missing-key sources[gh]'])
  })

  test('hides nothing of the others, nor of apps', async () => {
    const found = await find(`sources:
  - { id: gh, name: GitHub }
  - { id: other, type: local, name: X }
apps: [{ id: web, name: Web, allow: 5, token: hunter2 }, { id: two, type: nothing, name: Two, allow: everyone }]
`)
    expect(found.rules.toSorted()).toEqual([
      'schema/missing-key apps[web]',
      'schema/missing-key sources[gh]',
      'schema/unknown-type apps[two].type',
      'schema/wrong-type apps[web].allow',
      'schema/wrong-type sources[other].name',
      'secret/inline apps[web].token',
    ])
    expect(found.last).toContain(' · 3 entries without a known type')
  })

  test('is not mentioned where every type is known', async () => {
    expect((await find(`sources:\n${local}`)).last).not.toContain('without a known type')
  })
})

describe('of what can be said without a type nothing is wrong with one:', () => {
  const keysOf = (schema: Schema): [string, Schema][] =>
    Object.entries(resolve(schema).properties ?? {}).map(([key, value]) => [key, resolve(value)])

  test.each(['sources', 'apps'] as const)('%s', async list => {
    const types = await loadTypes({ [list]: typeNames[list].map(type => ({ type })) })
    const host = keysOf({ $ref: `#/definitions/${list === 'apps' ? 'appKeys' : 'sourceKeys'}` }).map(
      ([key]) => key,
    )
    expect(types[list].size).toBeGreaterThan(5)
    for (const { type, schema } of types[list].values()) {
      for (const [key, value] of keysOf(schema)) {
        if (!host.includes(key)) expect(certain(key, host), `${type}.${key}`).toBeUndefined()
        if (isSecretOption(key) && value.type !== 'object')
          expect(value['x-secret'] ?? value['x-public'], `${type}.${key}`).toBe(true)
      }
    }
  })
})

test('a wrong entry of a list hides nothing of the others', async () => {
  const { rules } = await find(`sources:
  - id: gh
    type: github
    name: GitHub
    clientId: Iv1.0a1b2c3d
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    allow: { organizations: ['@a', 5, '@b'], teams: [one, two, c/d] }
${local}apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: WIKI_CLIENT_SECRET }
    allow: everyone
    redirectUris: ['https://wiki.example.com/*', 5, 'javascript:alert(1)']
`)
  expect(rules).toEqual([
    'github/organization-login sources[gh].allow.organizations[0]',
    'schema/wrong-type sources[gh].allow.organizations[1]',
    'github/organization-login sources[gh].allow.organizations[2]',
    'github/team-name sources[gh].allow.teams[0]',
    'github/team-name sources[gh].allow.teams[1]',
    'redirect/wildcard apps[wiki].redirectUris[0]',
    'schema/wrong-type apps[wiki].redirectUris[1]',
    'redirect/dangerous apps[wiki].redirectUris[2]',
  ])
})
