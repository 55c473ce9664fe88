import type { ConsoleStep, Words } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import type { Setting } from '../setting.ts'
import { accessLink } from '../workbench.ts'
import { type Site, sites } from './site.ts'

interface Options {
  readonly site: string
  readonly sso: 'role' | 'user' | 'cloudsso'
  readonly accountId?: string
  /** These three are there with sso: role. */
  readonly provider: string
  readonly sessionDuration: string
  readonly roles: readonly { readonly role: string; readonly accountId: string }[]
  readonly domain?: string
  readonly scim?: { readonly token: unknown }
}

/** The runbook for the console of Alibaba Cloud: everything in it follows from the file. */
export function alibabaCloudSteps({ id, options }: ShownApp, setting: Setting): ConsoleStep[] {
  const given = options as unknown as Options
  const site = sites[given.site]
  if (site === undefined) return []
  const steps = { role: roleSteps, user: userSteps, cloudsso: cloudSsoSteps }[given.sso]
  return [...steps(given, site, setting.publicUrl), accessLink(id, setting)]
}

const metadata = (place: Words, publicUrl: string): ConsoleStep => ({
  place,
  field: { zh: '元数据文档', en: 'metadata document' },
  value: `${publicUrl}/saml/metadata`,
  note: {
    zh: '下载后上传；证书更换后要再传一次',
    en: 'download it and upload it; again after a change of the certificate',
  },
})

function roleSteps({ provider, roles, sessionDuration }: Options, site: Site, publicUrl: string) {
  const sso: Words = {
    zh: `${site.console} › 集成管理 › SSO 管理 › 角色 SSO › SAML › 创建身份提供商`,
    en: `${site.console} › Integrations › SSO › Role-based SSO › SAML › Create IdP`,
  }
  return [
    { place: sso, field: { zh: '身份提供商名称', en: 'IdP name' }, value: provider },
    metadata(sso, publicUrl),
    ...roles.flatMap(({ role, accountId }) => roleRows(role, accountId, provider, site)),
    {
      place: {
        zh: `${site.console} › 身份管理 › 角色 › 角色最大会话时间`,
        en: `${site.console} › Identities › Roles › Maximum session duration`,
      },
      field: { zh: '最大会话时间', en: 'maximum session duration' },
      value: null,
      note: {
        zh: `不得短于 sessionDuration: ${sessionDuration}`,
        en: `not shorter than sessionDuration: ${sessionDuration}`,
      },
    },
  ] satisfies ConsoleStep[]
}

function roleRows(role: string, accountId: string, provider: string, site: Site): ConsoleStep[] {
  const place: Words = {
    zh: `${site.console} › 身份管理 › 角色 › 创建角色 › 身份提供商`,
    en: `${site.console} › Identities › Roles › Create Role › Identity Provider`,
  }
  return [
    {
      place,
      field: { zh: '角色名称', en: 'role name' },
      value: role,
      note: { zh: `在账号 ${accountId} 中`, en: `in account ${accountId}` },
    },
    {
      place,
      field: { zh: '信任策略 › Principal.Federated', en: 'trust policy › Principal.Federated' },
      value: `acs:ram::${accountId}:saml-provider/${provider}`,
    },
    {
      place,
      field: {
        zh: '信任策略 › Condition.StringEquals.saml:recipient',
        en: 'trust policy › Condition.StringEquals.saml:recipient',
      },
      value: site.role.acsUrl,
    },
    {
      place: {
        zh: `${site.console} › 身份管理 › 角色 › ${role} › 权限管理 › 新增授权`,
        en: `${site.console} › Identities › Roles › ${role} › Permissions › Grant Permission`,
      },
      field: { zh: '权限策略', en: 'policies' },
      value: null,
      note: {
        zh: '至少授予一条：没有权限策略的角色能登录，但什么都看不到、做不了',
        en: 'attach at least one: who takes on a role without a policy comes in, and may see and do nothing',
      },
    },
  ]
}

function userSteps({ accountId = '', domain }: Options, site: Site, publicUrl: string) {
  const sso: Words = {
    zh: `${site.console} › 集成管理 › SSO 管理 › 用户 SSO › 编辑 SSO 登录设置`,
    en: `${site.console} › Integrations › SSO › User-based SSO › Edit SSO Logon Settings`,
  }
  const { entityId, acsUrl } = site.user(accountId)
  return [
    metadata(sso, publicUrl),
    {
      place: sso,
      field: { zh: '辅助域名', en: 'auxiliary domain' },
      value: domain ?? null,
      note:
        domain === undefined
          ? { zh: '不用填：登录名不带域名', en: 'leave it empty: users are named without a domain' }
          : { zh: '也可以是默认域名或域别名', en: 'may be the default domain or a domain alias as well' },
    },
    {
      place: sso,
      field: { zh: 'SSO 功能状态', en: 'SSO status' },
      value: '开启 / Enabled',
      note: {
        zh: '开启后所有 RAM 用户都只能从这里登录：先留一个能用的主账号',
        en: 'from then on every RAM user signs in here only: keep the root account at hand',
      },
    },
    {
      place: { zh: 'OpenAPI SetUserSsoSettings', en: 'OpenAPI SetUserSsoSettings' },
      field: { zh: 'AuthnSignAlgo', en: 'AuthnSignAlgo' },
      value: 'rsa-sha256',
    },
    {
      place: sso,
      field: { zh: '核对：Entity ID 与 ACS', en: 'compare: entity id and ACS' },
      value: null,
      note: { zh: `应为 ${entityId} 与 ${acsUrl}`, en: `should be ${entityId} and ${acsUrl}` },
    },
  ] satisfies ConsoleStep[]
}

function cloudSsoSteps({ scim }: Options, _site: Site, publicUrl: string) {
  const settings: Words = {
    zh: '云 SSO 控制台 › 设置 › SSO 登录',
    en: 'CloudSSO console › Settings › SSO logon',
  }
  const provisioning: Words = {
    zh: '云 SSO 控制台 › 设置 › SCIM 用户同步配置',
    en: 'CloudSSO console › Settings › SCIM-based user synchronisation',
  }
  const back = (place: Words, zh: string, en: string, key: string): ConsoleStep => ({
    place,
    field: { zh, en },
    value: null,
    note: { zh: `填入 ${key}`, en: `goes into ${key}` },
  })
  return [
    metadata(settings, publicUrl),
    back(settings, '服务提供商 Entity ID', 'service provider entity id', 'directory.entityId'),
    back(settings, 'ACS URL', 'ACS URL', 'directory.acsUrl'),
    ...(scim === undefined
      ? []
      : [
          back(provisioning, 'SCIM 服务端地址', 'SCIM endpoint', 'scim.url'),
          {
            place: provisioning,
            field: { zh: 'SCIM 密钥', en: 'SCIM credential' },
            value: null,
            note: {
              zh: `只显示一次；不写进文件，放到 scim.token 所指之处：${scim.token}`,
              en: `shown once; not into the file, but where scim.token points: ${scim.token}`,
            },
          },
        ]),
  ] satisfies ConsoleStep[]
}
