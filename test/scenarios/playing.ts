import { compile } from '../../src/config/compile.ts'
import type { Config } from '../../src/config/config.ts'
import { readScenarios } from '../../src/scenarios/read.ts'
import { emptyStore, mistakesOf, runScenarios } from '../../src/scenarios/run.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** One source of each kind, and an app of each type. */
export const company = `version: 1
publicUrl: https://sso.example.com
server: { trustedProxies: [127.0.0.1/32] }
autoRegister: { enabled: true, baseDir: /staff, permissions: [webdav_read] }
admins: [{ source: dingtalk, subject: boss }]
sources:
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
    events: { aesKey: { env: DINGTALK_AES_KEY }, token: { env: DINGTALK_EVENT_TOKEN } }
    sync: { auto: true, users: true, every: 24h, fields: { attributes.site: work_place } }
  - id: github
    type: github
    name: GitHub
    clientId: Iv1.0a1b2c3d4e5f6071
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    allow: { organizations: [example] }
  - id: partner
    type: oidc
    name: Partner
    issuer: https://id.partner.example
    clientId: sso-kit
    clientSecret: { env: PARTNER_CLIENT_SECRET }
    autoRegister: { enabled: false }
  - id: closed
    type: oidc
    name: Closed
    enabled: false
    issuer: https://id.closed.example
    clientId: sso-kit
    clientSecret: { env: CLOSED_CLIENT_SECRET }
  - { id: local, type: local, name: Password }
grants:
  - { id: rd, when: { source: dingtalk, department: 研发部 }, groups: [developers], permissions: [write], baseDir: /rd }
  - { id: shanghai, when: { attribute: { site: 上海 } }, groups: [shanghai] }
  - { id: domain, when: { domain: partner.example }, groups: [partners] }
apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: WIKI_CLIENT_SECRET }
    redirectUris: [https://wiki.example.com/callback]
    scopes: [openid, profile, email, groups]
    allow: everyone
  - id: files
    type: alist
    name: Files
    url: https://files.example.com
    clientSecret: { env: FILES_CLIENT_SECRET }
    allow: { sources: [dingtalk] }
  - id: aliyun
    type: alibaba-cloud
    name: Aliyun
    site: china
    sso: role
    accountId: "1234567890123456"
    roles: [{ when: { group: developers }, role: dev }]
    allow: everyone
  - id: cloudsso
    type: alibaba-cloud
    name: CloudSSO
    site: china
    sso: cloudsso
    directory: { entityId: https://signin-cn-shanghai.alibabacloudsso.com/saml/sp/d-abc, acsUrl: https://signin-cn-shanghai.alibabacloudsso.com/saml/acs }
    scim: { url: https://cloudsso-scim-cn-shanghai.aliyun.com/scim, token: { env: SCIM_TOKEN } }
    userName: "{email}"
    allow: { groups: [developers] }
  - id: grafana
    type: saml
    name: Grafana
    entityId: https://grafana.example.com/saml/metadata
    acsUrl: https://grafana.example.com/saml/acs
    nameId: username
    attributes: { groups: groups, displayName: displayName, mail: email }
    allow: { groups: [developers] }
  - id: intranet
    type: forward-auth
    name: Intranet
    hosts: [intranet.example.com]
    allow: everyone
`

export async function configOf(text: string): Promise<Config> {
  const { config, diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  if (!config) throw new Error(`the test's own file is wrong: ${JSON.stringify(diagnostics, null, 2)}`)
  return config
}

/** Files of scenarios against one configuration, on one store. */
export async function stage(text = company) {
  const [config, storage] = await Promise.all([configOf(text), emptyStore()])
  return { config, storage, ...playersOn(config, storage), close: () => storage.close() }
}

function playersOn(config: Config, storage: Storage) {
  /** The file with these scenarios, as entries of `tests`. */
  const read = (tests: string) =>
    readScenarios({ file: 'staff.sso-test.yaml', input: `config: ./sso.config.yaml\ntests:\n${tests}` })
  return {
    /** What is wrong with them before anything is played. */
    mistakes(tests: string) {
      const found = read(tests)
      return found.content ? mistakesOf(found, config) : found.diagnostics
    },
    async results(tests: string) {
      const found = read(tests)
      const wrong = found.content ? mistakesOf(found, config) : found.diagnostics
      if (wrong.length > 0) throw new Error(`the test's own scenarios are wrong: ${JSON.stringify(wrong)}`)
      return runScenarios(found, config, storage, () => true)
    },
    /** What is not met of one scenario. */
    async unmet(rest: string) {
      const [result] = await this.results(`  - name: one\n${rest.replace(/^/gm, '    ')}`)
      return (result?.failures ?? []).map(({ diagnostic, expected, actual }) => ({
        where: diagnostic.where.replace('tests[0].', ''),
        ...{ message: diagnostic.message, label: diagnostic.label, help: diagnostic.help },
        ...{ expected, actual },
      }))
    },
  }
}
