import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

const find = async (source: string) => {
  const text = `version: 1\npublicUrl: https://sso.example.com\nsources:\n  - { ${source} }\n`
  const { diagnostics, config } = await compile(text, { file: 'sso.config.yaml' })
  return { config, told: diagnostics.map(({ help, label = '' }) => ({ help: help.split('\n')[0], label })) }
}

/** The accounts of one vendor are those of other people at another. */
test.each([
  ['gitlab', /^write type: passport with module: passport-gitlab2, or type: oidc /],
  ['gitlab-ce', /^write type: passport with module: passport-gitlab2, or type: oidc /],
  ['GitLab', /^write type: passport with module: passport-gitlab2, or type: oidc /],
  ['gitlap', /^write type: passport with module: passport-gitlab2, or type: oidc /],
  ['gitee', /^write type: passport with a Passport strategy for Gitee as module$/],
  ['gitea', /^write type: oidc with the address of the Gitea as issuer$/],
  ['bitbucket', /^write type: passport with module: passport-bitbucket-oauth2$/],
  ['facebook', /^write type: passport with module: passport-facebook$/],
  ['apple', /^write type: passport with module: passport-apple$/],
  ['cas', /^write type: oidc with the issuer of the CAS server/],
])('%s is none of the types', async (type, help) => {
  const { told } = await find(`id: a, type: ${type}, name: One`)
  expect(told).toEqual([{ help: expect.stringMatching(help), label: '' }])
})

test.each([
  ['githb', 'github'],
  ['githlub', 'github'],
  ['google-workspace', 'google'],
  ['azuread', 'microsoft'],
  ['entra-id', 'microsoft'],
  ['lark', 'feishu'],
  ['gsuite', 'google'],
  ['office365', 'microsoft'],
  ['openldap', 'ldap'],
])('%s is %s', async (type, meant) => {
  const { told } = await find(`id: a, type: ${type}, name: One`)
  expect(told).toEqual([{ help: `write type: ${meant}`, label: `did you mean "${meant}"?` }])
})

test('the answer to gitlab is a file', async () => {
  const passport = 'options: { clientID: abc }, identity: { issuer: "https://gitlab.com", subject: id }'
  const secret = 'clientId: abc, clientSecret: { env: A }'
  expect(
    (await find(`id: a, type: passport, name: One, module: passport-gitlab2, ${passport}`)).config,
  ).toBeDefined()
  expect(
    (await find(`id: a, type: oidc, name: One, issuer: "https://gitlab.com", ${secret}`)).config,
  ).toBeDefined()
})
