import type { ConsoleStep, Words } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import { madeUp } from '../secret-place.ts'
import type { Setting } from '../setting.ts'
import { accessLink } from '../workbench.ts'

const place: Words = { zh: 'AList 管理 › 设置 › 单点登录', en: 'AList manage › Settings › SSO' }

const site: Words = { zh: 'AList 管理 › 设置 › 站点', en: 'AList manage › Settings › Site' }

const other: Words = { zh: 'AList 管理 › 设置 › 其他', en: 'AList manage › Settings › Other' }

/** The settings by AList's own keys, as its page and its export name them. */
export function alistSteps({ id, options }: ShownApp, at: Setting): ConsoleStep[] {
  return [
    setting('sso_login_enabled', '启用单点登录', 'SSO login enabled', 'true'),
    setting('sso_login_platform', '平台', 'platform', 'OIDC'),
    setting('sso_client_id', '客户端 ID', 'client id', String(options.clientId)),
    setting(
      'sso_client_secret',
      '客户端密钥',
      'client secret',
      null,
      madeUp({ zh: 'AList 里', en: 'AList' }, 'clientSecret', options.clientSecret),
    ),
    setting('sso_endpoint_name', '端点', 'endpoint', at.publicUrl, {
      zh: '其余各项留空，包括 sso_extra_scopes',
      en: 'all others stay empty, sso_extra_scopes too',
    }),
    setting('sso_oidc_username_key', '用户名字段', 'username key', 'preferred_username', {
      zh: 'AList 用它同时作为 sso_id 和新用户名',
      en: 'AList makes both the sso_id and the name of a new user of it',
    }),
    setting('sso_auto_register', '自动注册', 'auto register', 'true', {
      zh: '谁能打开网盘由这里的 allow 决定',
      en: 'who may open AList is decided here, by allow',
    }),
    ...newUsers(at),
    setting('sso_compatibility_mode', '兼容模式', 'compatibility mode', 'true', {
      zh: '工作台里没有弹出窗口，下面的地址也要靠它才能登录后直接进入网盘',
      en: 'a workbench has no pop-ups, and only so the link below ends in AList, signed in',
    }),
    accessLink(id, at),
    {
      place: other,
      field: { zh: '令牌 (token)', en: 'token (token)' },
      value: null,
      note: tokenNote(options.adminToken),
    },
  ]
}

function setting(key: string, zh: string, en: string, value: string | null, note?: Words): ConsoleStep {
  return {
    place,
    field: { zh: `${zh} (${key})`, en: `${en} (${key})` },
    value,
    ...(note && { note }),
  }
}

/** What AList gives a user that it makes at a first sign-in. Its roles took the place of its permissions in 3.46. */
const newUsers = ({ baseDirs, permissions }: Setting): ConsoleStep[] => [
  setting('sso_default_dir', '默认目录', 'default directory', only(baseDirs, '/'), {
    zh: `新用户只看得到这个目录；/ 是全部${differing(baseDirs).zh}`,
    en: `all that a new user sees; / is everything${differing(baseDirs).en}`,
  }),
  setting('sso_default_permission', '默认权限', 'default permission', only(permissions, 0), {
    zh: `0 是只能浏览和下载，其他值的含义见 sso-kit permissions。AList 3.46 起不起作用${differing(permissions).zh}`,
    en: `0 is to look and download alone; sso-kit permissions tells the others. Of no effect from AList 3.46 on${differing(permissions).en}`,
  }),
  {
    place: site,
    field: { zh: '默认角色 (default_role)', en: 'default role (default_role)' },
    value: null,
    note: {
      zh: 'AList 3.46 起：先建一个角色，再在这里选它；否则新用户只是访客',
      en: 'from AList 3.46 on: make a role, and choose it here; otherwise new users are guests',
    },
  },
]

/** What autoRegister of the sources says; null where they differ, for AList has one for all. */
const only = <T>([first, ...more]: readonly T[], none: T): string | null =>
  more.length > 0 ? null : String(first ?? none)

const differing = (values: readonly unknown[]): Words =>
  values.length < 2
    ? { zh: '', en: '' }
    : {
        zh: `。各来源的 autoRegister 不同（${values.join('、')}），AList 只有一个值：请选范围小的`,
        en: `. autoRegister differs between the sources (${values.join(', ')}), and AList has one for all: choose the narrower`,
      }

const tokenNote = (adminToken: unknown): Words =>
  adminToken === undefined
    ? {
        zh: '可选：写上 adminToken，离开的人在 AList 里也会立即被停用',
        en: 'optional: with adminToken, a leaver is disabled in AList too, at once',
      }
    : {
        zh: `复制；不写进文件，放到 adminToken 所指之处：${adminToken}；重置令牌后再放一次`,
        en: `copy it; not into the file, but where adminToken points: ${adminToken}; once more after a reset`,
      }
