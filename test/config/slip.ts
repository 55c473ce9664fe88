import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

/** What is right in a file, what a hand has written there, what is told of it, and what one has who does just that. */
export type Slip = readonly [right: string, wrong: string, help: string | RegExp, mended?: string]

/** Each slip is one message, at the line that has to be changed, and its help leads to a file that is right. */
export function eachSlip(file: string, slips: readonly Slip[]): void {
  for (const [right, wrong, help, mended = right] of slips)
    test(`${JSON.stringify(right)} → ${JSON.stringify(wrong)}`, async () => {
      expect(file).toContain(right)
      const told = await find(file.replace(right, () => wrong))
      expect(told.map(({ help }) => help)).toEqual([
        typeof help === 'string' ? help : expect.stringMatching(help),
      ])
      const start = file.slice(0, file.indexOf(right)).split('\n').length
      expect(told[0]?.line).toBeGreaterThanOrEqual(start)
      expect(told[0]?.line).toBeLessThan(start + wrong.split('\n').length)
      expect(await find(file.replace(right, () => mended))).toEqual([])
    })
}

/** What is told of a file, each with the line where. */
export async function find(text: string) {
  const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  return diagnostics.map(({ rule, message, help, range }) => ({
    rule,
    message,
    help,
    line: range.start.line,
  }))
}

/** What somebody may have who is in a hurry: four sources, five apps, and grants. */
export const site = `version: 1
publicUrl: https://sso.example.com
server:
  listen: 0.0.0.0:8080
  trustedProxies: [10.0.0.0/8, 127.0.0.1/32]
session: { idle: 30m, lifetime: 8h }
audit:
  keep: 1100d
ui: { title: Example Ltd., locale: zh-CN }
admins:
  - { source: local, subject: "a1b2c3d4" }
autoRegister:
  enabled: true
  baseDir: /staff
  permissions: [webdav_read, webdav_manage]
sources:
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
    events:
      aesKey: { env: DINGTALK_AES_KEY }
      token: { env: DINGTALK_EVENT_TOKEN }
    sync:
      auto: true
      users: true
      every: 12h
      scope: { departments: ["1001", "1002"] }
      guard: { accounts: 20, percent: 5 }
    allow:
      departments: [研发部, 市场部]
  - id: github
    type: github
    name: GitHub
    clientId: Ov23liAbCdEfGhIjKlMn
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    allow: { organizations: [example, example-labs] }
    autoRegister: { enabled: false }
  - id: partner
    type: oidc
    name: Partner
    issuer: https://id.partner.example
    clientId: sso-kit
    clientSecret: { env: PARTNER_CLIENT_SECRET }
  - id: local
    type: local
    name: Password
grants:
  - id: rd
    when: { source: dingtalk, department: 研发部 }
    groups: [developers, leads]
    permissions: [write, rename]
    baseDir: /rd
  - id: fin
    when:
      source: dingtalk
      department: 财务部
    groups: [finance]
apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: WIKI_CLIENT_SECRET }
    redirectUris: [https://wiki.example.com/callback]
    launchUrl: https://wiki.example.com/login
    allow: { groups: [developers, finance] }
  - id: files
    type: alist
    name: 网盘
    url: https://files.example.com
    clientSecret: { env: FILES_CLIENT_SECRET }
    allow: everyone
  - id: aliyun
    type: alibaba-cloud
    name: 阿里云
    site: china
    sso: role
    accountId: "1234567890123456"
    provider: sso-kit
    roles:
      - when: { group: developers }
        role: dev
    allow: { groups: [developers] }
  - id: grafana
    type: saml
    name: Grafana
    entityId: https://grafana.example.com/saml/metadata
    acsUrl: https://grafana.example.com/saml/acs
    nameId: email
    allow:
      groups:
        - developers
        - leads
  - id: mail
    type: link
    name: Mail
    url: https://mail.example.com
    allow:
      sources:
        - local
        - dingtalk
`
