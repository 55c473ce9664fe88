import type { Common, ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import { eventSteps } from './console-events.ts'
import { sharingSteps } from './console-sharing.ts'
import type { options } from './options.ts'
import { permissions } from './permissions.ts'

export type Options = Shown<OptionsOf<typeof options>> & Common

/** The developer console, in the order of its menu; from the credentials on all in the page of the app. The console is Chinese: its own words stand beside the English. */
export function consoleSteps(options: Options, urls: ConsoleUrls): ConsoleStep[] {
  return [
    {
      place: { zh: `${host} › 首页`, en: `${host} › home page` },
      field: same('CorpId'),
      value: null,
      note: { zh: '填入 corpId', en: 'goes into corpId' },
    },
    {
      place: credentials,
      field: same('Client ID (AppKey)'),
      value: null,
      note: {
        zh: '填入 clientId。还没有应用：应用开发 › 企业内部应用 › 钉钉应用 › 创建应用，图标为 240×240 以上的方形 JPG/PNG，不超过 120 KB',
        en: 'goes into clientId. No app yet: Application Development › Internal-facing Applications › DingTalk Application › Create; its icon is a square JPG or PNG of 240×240 or more and at most 120 KB',
      },
    },
    {
      place: credentials,
      field: same('Client Secret (AppSecret)'),
      value: null,
      note: {
        zh: `不写进文件，放到 clientSecret 所指之处：${options.clientSecret}`,
        en: `not into the file, but where clientSecret points: ${options.clientSecret}`,
      },
    },
    ...homepageSteps(urls),
    ...permissions.map(({ code, zh, en, note }) => ({
      place: {
        zh: '权限管理，权限范围：全部员工',
        en: 'Permission Management (权限管理), scope All Employees (全部员工)',
      },
      field: { zh, en: `${en} (${zh})` },
      value: code ?? zh,
      ...(note && { note }),
    })),
    ...securitySteps(urls),
    ...sharingSteps(options, urls),
    ...eventSteps(options, urls),
    {
      place: { zh: '应用发布 › 版本管理与发布', en: 'Version Management (版本管理与发布)' },
      field: { zh: '可见范围', en: 'visible to (可见范围)' },
      value: '全部员工',
      note: {
        zh: '创建新版本并发布：未发布的应用不能用来登录。以后改了首页地址或权限，也要再发布一个版本',
        en: 'all employees. Then publish: nobody can sign in with an app that is not published. A later change of homepage or permissions takes another version',
      },
    },
  ]
}

/** Both: an app without one is not on the workbench of that kind of device. */
function homepageSteps({ home, inApp }: ConsoleUrls): ConsoleStep[] {
  // on the workbench the client puts the organisation's id in the place of $CORPID$ (…/enterprise-internal-application-logon-free)
  const value = inApp === undefined ? home : `${inApp}?corpId=$CORPID$`
  const note = {
    zh: '原样填写，$CORPID$ 由钉钉替换。两个首页地址都要填，否则应用不会出现在相应设备的工作台上',
    en: 'as it stands: DingTalk replaces $CORPID$. Fill in both, or the app is missing on the workbench of one kind of device',
  }
  return [
    {
      place: webApp,
      field: { zh: '应用首页地址（移动端）', en: 'mobile homepage (应用首页地址)' },
      value,
      ...(inApp !== undefined && { note }),
    },
    { place: webApp, field: { zh: 'PC端首页地址', en: 'PC homepage (PC端首页地址)' }, value },
  ]
}

function securitySteps({ callback, inApp, egressIps }: ConsoleUrls): ConsoleStep[] {
  return [
    {
      place: security,
      field: { zh: '服务器出口IP', en: 'Server Egress IP (服务器出口IP)' },
      value: egressIps.length > 0 ? egressIps.join(',') : null,
      ...(egressIps.length === 0 && {
        missing: { key: 'outbound.egressIps', placeholder: '<IP>' },
        note: {
          zh: '本服务器访问外网时的 IP 地址，多个用逗号分隔；写进文件的 outbound.egressIps，这里就会列出',
          en: 'the public addresses that this server calls from, separated by commas; outbound.egressIps of the file puts them here',
        },
      }),
    },
    {
      place: security,
      field: { zh: '重定向URL(回调域名)', en: 'Redirection URL (重定向URL)' },
      value: callback,
    },
    ...(inApp === undefined
      ? []
      : [
          {
            place: security,
            field: { zh: '端内免登地址', en: 'in-client SSO URL (端内免登地址)' },
            value: new URL(inApp).origin,
          },
        ]),
  ]
}

const same = (words: string): Words => ({ zh: words, en: words })
const host = 'open-dev.dingtalk.com'
const credentials: Words = {
  zh: `${host} › 应用 › 凭证与基础信息`,
  en: `${host} › the app › Credentials And Basic Information (凭证与基础信息)`,
}
const webApp: Words = { zh: '应用能力 › 网页应用', en: 'Application Capabilities › Web App (网页应用)' }
const security: Words = {
  zh: '开发配置 › 安全设置',
  en: 'Development Configuration › Security Settings (安全设置)',
}
