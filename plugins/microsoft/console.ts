import type { Common, ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import type { options } from './options.ts'
import { inPortal } from './portal.ts'
import { isForPersonal, isOpen } from './tenant.ts'

type Options = Shown<OptionsOf<typeof options>> & Common

/** entra.microsoft.com, in the order of an app registration's menu. */
export function consoleSteps(
  { tenant, clientSecret, allow, follows, endpoints }: Options,
  { callback }: ConsoleUrls,
): ConsoleStep[] {
  const steps: ConsoleStep[] = [
    {
      place: registration,
      field: { zh: '受支持的帐户类型', en: 'Supported account types' },
      ...(audiences[tenant] ?? (isOpen(tenant) ? audiences.consumers : oneTenant)),
    },
    {
      place: registration,
      field: { zh: '重定向 URI，平台：Web', en: 'Redirect URI, platform Web' },
      value: callback,
      note: { zh: '路径区分大小写', en: 'upper and lower case count in the path' },
    },
    {
      place: overview,
      field: { zh: '应用程序(客户端) ID', en: 'Application (client) ID' },
      value: null,
      note: { zh: '填入 clientId', en: 'goes into clientId' },
    },
    ...tenantSteps(tenant),
    {
      place: { zh: `${app} › 证书和密码`, en: `${appEn} › Certificates & secrets` },
      field: { zh: '新客户端密码 › 值', en: 'New client secret › Value' },
      value: null,
      note: {
        zh: `是“值”而不是“机密 ID”。不写进文件，放到 clientSecret 所指之处：${clientSecret}。到期前须更换`,
        en: `the Value, not the Secret ID; not into the file, but where clientSecret points: ${clientSecret}. It expires`,
      },
    },
    {
      place: { zh: `${app} › 令牌配置 › 添加可选声明 › ID`, en: `${appEn} › Token configuration › ID` },
      field: { zh: '可选声明', en: 'Optional claims' },
      value: 'email xms_edov',
      note: {
        zh: '可选：没有 xms_edov 的邮箱地址一律视为未验证',
        en: 'optional: without xms_edov no address counts as proven',
      },
    },
    ...(allow?.groups ? [graphPermission] : []),
    ...(follows ? directoryPermissions(allow?.groups !== undefined) : []),
  ]
  return steps.map(step => ({ ...step, place: inPortal(step.place, endpoints.login) }))
}

const app = 'entra.microsoft.com › 应用注册 › sso-kit'
const appEn = 'entra.microsoft.com › App registrations › sso-kit'
const registration: Words = {
  zh: 'entra.microsoft.com › 应用注册 › 新注册',
  en: 'entra.microsoft.com › App registrations › New registration',
}
const overview: Words = { zh: `${app} › 概述`, en: `${appEn} › Overview` }

type Audience = Pick<ConsoleStep, 'value' | 'note'>

const audience = (value: string, zh: string, en: string): Audience => ({ value, note: { zh, en } })

const oneTenant = audience(
  'Accounts in this organizational directory only',
  '中文界面：仅此组织目录中的帐户（单一租户）',
  'a single tenant',
)
const audiences: Readonly<Partial<Record<string, Audience>>> & { readonly consumers: Audience } = {
  organizations: audience(
    'Accounts in any organizational directory',
    '中文界面：任何组织目录中的帐户（多租户）',
    'several tenants',
  ),
  common: audience(
    'Accounts in any organizational directory and personal Microsoft accounts',
    '中文界面：任何组织目录中的帐户和个人 Microsoft 帐户',
    'several tenants, and everybody else',
  ),
  consumers: audience('Personal Microsoft accounts only', '中文界面：仅限个人 Microsoft 帐户', 'no tenant'),
}

/** Of an app for everybody the tenant that it is registered in must not get into the file: it would shut everybody else out. */
function tenantSteps(tenant: string): ConsoleStep[] {
  const field: Words = { zh: '目录(租户) ID', en: 'Directory (tenant) ID' }
  if (isForPersonal(tenant)) return []
  const note: Words =
    tenant === 'organizations'
      ? {
          zh: '填入 allow.tenants：列出可以登录的每个组织的 ID；tenant 保持 organizations',
          en: 'goes into allow.tenants, with that of each organisation that may sign in; tenant stays organizations',
        }
      : { zh: '填入 tenant', en: 'goes into tenant' }
  return [{ place: overview, field, value: null, note }]
}

const graphPermission: ConsoleStep = {
  place: {
    zh: `${app} › API 权限 › Microsoft Graph › 委托的权限`,
    en: `${appEn} › API permissions › Microsoft Graph › Delegated`,
  },
  field: { zh: '权限', en: 'Permission' },
  value: 'User.Read',
  note: {
    zh: '用于查询 allow.groups；若被拒绝，请加 GroupMember.Read.All 并由管理员同意',
    en: 'for allow.groups; if Graph refuses, add GroupMember.Read.All with admin consent',
  },
}

const directoryPermissions = (withGroups: boolean): ConsoleStep[] => [
  {
    place: applicationPermissions,
    field: { zh: '权限', en: 'Permission' },
    value: withGroups ? 'User.Read.All GroupMember.Read.All' : 'User.Read.All',
    note: { zh: '用于通讯录同步 (sync)', en: 'for the directory (sync)' },
  },
  {
    place: { zh: `${app} › API 权限`, en: `${appEn} › API permissions` },
    field: { zh: '代表组织授予管理员同意', en: 'Grant admin consent' },
    value: null,
    note: {
      zh: '没有它，应用程序权限不起作用（403 Authorization_RequestDenied）',
      en: 'without it application permissions are of no use (403 Authorization_RequestDenied)',
    },
  },
]

const applicationPermissions: Words = {
  zh: `${app} › API 权限 › Microsoft Graph › 应用程序权限`,
  en: `${appEn} › API permissions › Microsoft Graph › Application`,
}
