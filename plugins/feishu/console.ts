import type { Common, ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import type { options } from './options.ts'
import { permissions } from './permissions.ts'

export type Options = Shown<OptionsOf<typeof options>> & Common

/** The developer console (open.feishu.cn/app, open.larksuite.com/app), in the order of its menu. */
export function consoleSteps(options: Options, { callback, inApp, egressIps }: ConsoleUrls): ConsoleStep[] {
  return [
    {
      place: credentials(options),
      field: same('App ID'),
      value: null,
      note: {
        zh: '填入 clientId。还没有应用：创建企业自建应用',
        en: 'goes into clientId. No app yet: Create Custom App (创建企业自建应用)',
      },
    },
    {
      place: credentials(options),
      field: same('App Secret'),
      value: null,
      note: {
        zh: `不写进文件，放到 clientSecret 所指之处：${options.clientSecret}`,
        en: `not into the file, but where clientSecret points: ${options.clientSecret}`,
      },
    },
    {
      place: { zh: 'API 调试台 › 获取企业信息', en: 'API Explorer (API 调试台) › 获取企业信息' },
      field: same('tenant_key'),
      value: null,
      note: {
        zh: '填入 tenantKey。也可以先随意填写并登录一次：日志会写明被拒绝者的 tenant_key',
        en: 'goes into tenantKey. Or write anything and sign in once: the log has the tenant_key that was refused',
      },
    },
    ...homepageSteps(inApp),
    ...permissions.map(({ code, zh, en, note }) => ({
      place: {
        zh: '开发配置 › 权限管理 › API 权限（应用身份）',
        en: 'Permissions & Scopes (权限管理), those of the app itself (应用身份)',
      },
      field: { zh, en: `${en} (${zh})` },
      value: code,
      note,
    })),
    {
      place: { zh: '开发配置 › 权限管理 › 数据权限', en: 'Permissions & Scopes (权限管理) › 数据权限' },
      field: { zh: '通讯录权限范围', en: 'contact range (通讯录权限范围)' },
      value: '全部成员',
    },
    { place: security, field: { zh: '重定向 URL', en: 'Redirect URLs (重定向 URL)' }, value: callback },
    ...(inApp === undefined
      ? []
      : [
          {
            place: security,
            field: { zh: '重定向 URL（第二个）', en: 'Redirect URLs (重定向 URL), a second one' },
            value: inApp,
            note: {
              zh: '免登页自身的地址：不在列表中的页面拿不到授权码',
              en: 'the page of the silent sign-in itself: one that is not listed gets no code',
            },
          },
        ]),
    ...(egressIps.length === 0
      ? []
      : [
          {
            place: security,
            field: { zh: 'IP 白名单', en: 'IP allowlist (IP 白名单)' },
            value: egressIps.join(','),
            note: { zh: '仅在启用了白名单时', en: 'only if the list is in use' },
          },
        ]),
    {
      place: { zh: '应用发布 › 版本管理与发布', en: 'Version Management & Release (版本管理与发布)' },
      field: { zh: '可用范围', en: 'availability (可用范围)' },
      value: '全部成员',
      note: {
        zh: '创建版本并申请线上发布：不在可用范围内的人无法登录（20010）。以后改了权限或主页，也要再发布一个版本',
        en: 'then publish: who is not in this range cannot sign in (20010). A later change of permissions or homepage takes another version',
      },
    },
  ]
}

/** 应用能力 › 网页应用 has to be added first; without it there is nothing to open inside the client. */
function homepageSteps(inApp: string | undefined): ConsoleStep[] {
  if (inApp === undefined) return []
  const place = { zh: '应用能力 › 网页应用', en: 'Features (应用能力) › Web App (网页应用)' }
  return [
    { place, field: { zh: '桌面端主页', en: 'desktop homepage (桌面端主页)' }, value: inApp },
    { place, field: { zh: '移动端主页', en: 'mobile homepage (移动端主页)' }, value: inApp },
  ]
}

const same = (words: string): Words => ({ zh: words, en: words })

const credentials = ({ region }: Options): Words => {
  const console = region === 'lark' ? 'open.larksuite.com/app' : 'open.feishu.cn/app'
  return {
    zh: `${console} › 凭证与基础信息`,
    en: `${console} › Credentials & Basic Info (凭证与基础信息)`,
  }
}

const security: Words = { zh: '开发配置 › 安全设置', en: 'Security Settings (安全设置)' }
