import { milliseconds } from '../../../config/duration.ts'
import type { ConsoleStep, Words } from '../../../plugin.ts'
import type { Site } from '../site.ts'
import { menuOf, metadata } from './shared.ts'

export interface RoleSso {
  readonly sso: 'role'
  readonly provider: string
  readonly sessionDuration: string
  readonly roles: readonly { readonly role: string; readonly accountId: string }[]
}

/** What every role allows. */
const hourMs = 3_600_000

/** The provider and the roles that trust it: in each account by itself. */
export function roleSteps(options: RoleSso, site: Site, publicUrl: string): ConsoleStep[] {
  const accounts = [...new Set(options.roles.map(({ accountId }) => accountId))]
  return accounts.flatMap(accountId => {
    const menu = menuOf(site, accountId)
    const sso = menu(
      '集成管理 › SSO 管理 › 角色 SSO › SAML › 创建身份提供商',
      'Integrations › SSO › Role-based SSO › SAML › Create IdP',
    )
    const creating = menu(
      '身份管理 › 角色 › 创建角色 › 身份提供商',
      'Identities › Roles › Create Role › Identity Provider',
    )
    return [
      { place: sso, field: { zh: '身份提供商名称', en: 'IdP name' }, value: options.provider },
      metadata(sso, publicUrl),
      ...options.roles
        .filter(role => role.accountId === accountId)
        .flatMap(({ role }) => [
          { place: creating, field: { zh: '角色名称', en: 'role name' }, value: role },
          ...trust(creating, role, `acs:ram::${accountId}:saml-provider/${options.provider}`, site),
          ...lasting(menu('身份管理 › 角色', 'Identities › Roles'), role, options.sessionDuration),
          policies(
            menu(
              `身份管理 › 角色 › ${role} › 权限管理 › 新增授权`,
              `Identities › Roles › ${role} › Permissions › Grant Permission`,
            ),
          ),
        ]),
    ]
  })
}

function trust(place: Words, role: string, provider: string, site: Site): ConsoleStep[] {
  const row = (key: string, value: string): ConsoleStep => ({
    place,
    field: { zh: `${role} 的信任策略 › ${key}`, en: `trust policy of ${role} › ${key}` },
    value,
  })
  return [
    row('Principal.Federated', provider),
    row('Condition.StringEquals.saml:recipient', site.role.acsUrl),
  ]
}

function lasting(place: Words, role: string, length: string): ConsoleStep[] {
  if (milliseconds(length) <= hourMs) return []
  return [
    {
      place,
      field: { zh: `${role} 的最大会话时间`, en: `maximum session duration of ${role}` },
      value: length,
      note: {
        zh: '文件里的 sessionDuration；也可以更长',
        en: 'sessionDuration of the file; longer will do as well',
      },
    },
  ]
}

const policies = (place: Words): ConsoleStep => ({
  place,
  field: { zh: '权限策略', en: 'policies' },
  value: null,
  note: {
    zh: '至少授予一条：没有权限策略的角色能登录，但什么都看不到、做不了',
    en: 'attach at least one: who takes on a role without a policy comes in, and may see and do nothing',
  },
})
