import type { ConsoleStep, Words } from '../../../plugin.ts'
import type { Site } from '../site.ts'
import { existing, menuOf, metadata, switchOn } from './shared.ts'

export interface UserSso {
  readonly sso: 'user'
  readonly accountId: string
  readonly userName: string
  readonly domain?: string
}

/** Switched on at the very end: from then on no RAM user has a password. */
export function userSteps(
  { accountId, userName, domain }: UserSso,
  site: Site,
  publicUrl: string,
): ConsoleStep[] {
  const menu = menuOf(site, accountId)
  const sso = menu(
    '集成管理 › SSO 管理 › 用户 SSO › 编辑 SSO 登录设置',
    'Integrations › SSO › User-based SSO › Edit SSO Logon Settings',
  )
  const compared = (zh: string, en: string, value: string): ConsoleStep => ({
    place: sso,
    field: { zh, en },
    value,
    note: { zh: '只核对：应与此一致', en: 'only compare: it should be this' },
  })
  const { entityId, acsUrl } = site.user(accountId)
  return [
    existing(
      menu('身份管理 › 用户', 'Identities › Users'),
      domain === undefined ? userName : `${userName}@${domain}`,
      'RAM',
    ),
    metadata(sso, publicUrl),
    ...suffix(sso, domain),
    // of the requests that Alibaba Cloud sends
    byApi('AuthnSignAlgo', 'rsa-sha256', { zh: '默认是 rsa-sha1', en: 'rsa-sha1 by default' }),
    compared('Entity ID', 'entity id', entityId),
    compared('ACS URL', 'ACS URL', acsUrl),
    switchOn(
      sso,
      { zh: 'SSO 功能状态', en: 'SSO status' },
      {
        zh: '最后才开启：从此所有 RAM 用户都只能从这里登录，先留一个能用的主账号',
        en: 'at the very end: from then on every RAM user signs in here only; keep the root account at hand',
      },
    ),
  ]
}

/** What follows the @ of a name: the default domain is known there, and of bare names it has to be told. */
function suffix(sso: Words, domain: string | undefined): ConsoleStep[] {
  if (domain === undefined)
    return [
      byApi('SsoLoginWithDomain', 'false', {
        zh: '文件没有 domain，用户名不带域名；默认是 true',
        en: 'the file has no domain: users are called by their bare names; true by default',
      }),
    ]
  if (domain.toLowerCase().endsWith('.onaliyun.com')) return []
  return [
    {
      place: sso,
      field: { zh: '辅助域名', en: 'auxiliary domain' },
      value: domain,
      note: {
        zh: '如果它已是账号的域别名，就不用填',
        en: 'not needed where it is a domain alias of the account already',
      },
    },
  ]
}

/** Settings that the console does not have. */
const byApi = (parameter: string, value: string, note: Words): ConsoleStep => ({
  place: { zh: 'OpenAPI SetUserSsoSettings', en: 'OpenAPI SetUserSsoSettings' },
  field: { zh: parameter, en: parameter },
  value,
  note,
})
