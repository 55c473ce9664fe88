import { corpId } from './dingtalk-event.ts'

export const secret = 'a secret of this measurement'
/** The site behind forward-auth. */
export const site = { app: 'site', host: 'site.localhost' }
export const frontend = 'http://localhost:5244'

/** Every kind of door in one file. Servers of one address differ in where they listen. */
export const fileOf = (port: number, { publicPort, apps }: { publicPort: number; apps: number }): string =>
  `version: 1
publicUrl: http://localhost:${publicPort}
server: { listen: "127.0.0.1:${port}", trustedProxies: [127.0.0.1/32] }
storage: { url: { env: DATABASE } }
keys: { cookie: [{ env: COOKIE_KEY }] }
outbound: { allowPrivate: ["localhost:${apps}"] }
sources:
  - id: dingtalk
    type: dingtalk
    name: DingTalk
    corpId: ${corpId}
    clientId: dingwjlht8b93ara
    clientSecret: { env: SECRET }
    events: { aesKey: { env: AES_KEY }, token: { env: TOKEN } }
    sync: {}
callbacks: { alist: { source: dingtalk, frontends: ["${frontend}"] } }
grants: [{ id: all, when: { source: dingtalk }, groups: [staff] }]
apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: SECRET }
    redirectUris: [https://wiki.example.com/callback]
    backchannelLogoutUri: http://localhost:${apps}/told
    scopes: [openid, offline_access]
    allow: everyone
  - { id: ${site.app}, type: forward-auth, name: Site, hosts: [${site.host}], allow: { groups: [staff] } }
  - id: idp
    type: saml
    name: SAML
    entityId: urn:sp
    acsUrl: https://sp.example.com/acs
    idpInitiated: true
    allow: { groups: [staff] }
  - id: cloud
    type: alibaba-cloud
    name: Cloud
    site: china
    sso: cloudsso
    directory:
      entityId: https://signin-cn-shanghai.alibabacloudsso.com/saml/sp/d-1
      acsUrl: https://signin-cn-shanghai.alibabacloudsso.com/saml/acs/1
    scim: { url: "http://localhost:${apps}/scim/v2", token: { env: SECRET } }
    allow: everyone
  - id: files
    type: alist
    name: AList
    url: http://localhost:${apps}/files
    clientSecret: { env: SECRET }
    adminToken: { env: SECRET }
    allow: everyone
`
