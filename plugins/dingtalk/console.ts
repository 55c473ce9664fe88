import type { Common, ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = Shown<OptionsOf<typeof options>> & Common

/** https://open-dev.dingtalk.com, in the order of its menu. The permission codes stand beside their Chinese names. */
export function consoleSteps({ clientSecret }: Options, { callback }: ConsoleUrls): ConsoleStep[] {
  return [
    {
      place: { zh: 'open-dev.dingtalk.com › 首页', en: 'open-dev.dingtalk.com › home page' },
      field: same('CorpId'),
      value: null,
      note: { zh: '填入 corpId', en: 'goes into corpId' },
    },
    {
      place: credentials,
      field: same('Client ID (AppKey)'),
      value: null,
      note: {
        zh: '填入 clientId。还没有应用：应用开发 › 企业内部应用 › 钉钉应用 › 创建应用',
        en: 'goes into clientId. No app yet: Application Development › Internal-facing Applications › DingTalk Application › Create',
      },
    },
    {
      place: credentials,
      field: same('Client Secret (AppSecret)'),
      value: null,
      note: {
        zh: `不写进文件，放到 clientSecret 所指之处：${clientSecret}`,
        en: `not into the file, but where clientSecret points: ${clientSecret}`,
      },
    },
    {
      place: security,
      field: { zh: '重定向URL(回调域名)', en: 'Redirection URL (重定向URL)' },
      value: callback,
    },
    {
      place: security,
      field: { zh: '服务器出口IP', en: 'Server Egress IP (服务器出口IP)' },
      value: '<IP>',
      note: {
        zh: '本服务器访问外网时的 IP 地址，多个用逗号分隔',
        en: 'the public addresses that this server calls from, separated by commas',
      },
    },
    ...permissions.map(({ code, zh, en, note }) => ({
      place: {
        zh: '权限管理，权限范围：全部员工',
        en: 'Permission Management (权限管理), scope All Employees (全部员工)',
      },
      field: { zh, en: `${en} (${zh})` },
      value: code,
      ...(note && { note }),
    })),
    {
      place: { zh: '应用发布 › 版本管理与发布', en: 'Version Management (版本管理与发布)' },
      field: { zh: '可见范围', en: 'visible to (可见范围)' },
      value: '全部员工',
      note: {
        zh: '创建新版本并发布：未发布的应用不能用来登录',
        en: 'then publish: nobody can sign in with an app that is not published',
      },
    },
  ]
}

const same = (words: string): Words => ({ zh: words, en: words })
const credentials: Words = { zh: '凭证与基础信息', en: 'Credentials And Basic Information (凭证与基础信息)' }
const security: Words = {
  zh: '开发配置 › 安全设置',
  en: 'Development Configuration › Security Settings (安全设置)',
}

const permissions: readonly { code: string; zh: string; en: string; note?: Words }[] = [
  {
    code: 'Contact.User.Read',
    zh: '通讯录个人信息读权限',
    en: 'Read Permission For Personal Information In The Address Book',
  },
  { code: 'qyapi_get_member', zh: '成员信息读权限', en: 'Read Permission For Member Information' },
  {
    code: 'Contact.User.mobile',
    zh: '个人手机号信息',
    en: 'Personal Mobile Number Information',
    note: { zh: '仅在需要手机号时', en: 'only if phone numbers are wanted' },
  },
]
