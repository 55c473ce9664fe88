import type { Common, ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import type { options } from './options.ts'

export type Options = Shown<OptionsOf<typeof options>> & Common

/** The administrator's console (work.weixin.qq.com), in the order in which it is done. */
export function consoleSteps(options: Options, { callback, inApp, egressIps }: ConsoleUrls): ConsoleStep[] {
  const { host } = new URL(callback)
  return [
    {
      place: {
        zh: 'work.weixin.qq.com › 我的企业 › 企业信息',
        en: 'work.weixin.qq.com › 我的企业 › 企业信息',
      },
      field: { zh: '企业ID', en: 'Corp ID (企业ID)' },
      value: null,
      note: { zh: '填入 corpId', en: 'goes into corpId' },
    },
    {
      place: app,
      field: same('AgentId'),
      value: null,
      note: {
        zh: '填入 agentId。还没有应用：应用管理 › 自建 › 创建应用',
        en: 'goes into agentId. No app yet: 应用管理 › 自建 › 创建应用',
      },
    },
    {
      place: app,
      field: same('Secret'),
      value: null,
      note: {
        zh: `不写进文件，放到 clientSecret 所指之处：${options.clientSecret}`,
        en: `not into the file, but where clientSecret points: ${options.clientSecret}`,
      },
    },
    {
      place: app,
      field: { zh: '可见范围', en: 'visible to (可见范围)' },
      value: '全公司',
      note: {
        zh: '允许登录的人，也可以只选一部分：不在范围内的一律拒绝，sync 也读不到',
        en: 'whoever may sign in, which may be fewer: everybody else is refused, and unknown to sync',
      },
    },
    {
      place: { zh: '应用 › 企业微信授权登录', en: 'the app › 企业微信授权登录' },
      field: { zh: '授权回调域', en: 'callback domain (授权回调域)' },
      value: host,
      note: { zh: '在浏览器中登录用', en: 'for browsers' },
    },
    ...(inApp === undefined ? [] : insideSteps(host, inApp)),
    {
      place: { zh: '（无需填写）每次登录时发送', en: '(nothing to enter) sent with every sign-in' },
      field: same('redirect_uri'),
      value: callback,
      note: {
        zh: `域名连同端口须与上面登记的 ${host} 完全一致`,
        en: `its domain, with the port, has to be exactly the one above, ${host}`,
      },
    },
    {
      place: app,
      field: { zh: '企业可信IP', en: 'trusted addresses (企业可信IP)' },
      value: egressIps.length > 0 ? egressIps.join(';') : null,
      ...(egressIps.length === 0 && { missing: { key: 'outbound.egressIps', placeholder: '<IP>' } }),
      note: {
        zh: '本服务访问外网时的 IP 地址；配置后约一分钟生效，未配置时报 60020',
        en: 'the public addresses that this server calls from; it takes a minute. Without them calls end with 60020',
      },
    },
  ]
}

/** Like the page for browsers, the one inside WeCom takes a domain with its port, and neither scheme nor path. */
const insideSteps = (host: string, inApp: string): ConsoleStep[] => [
  {
    place: { zh: '应用 › 网页授权及JS-SDK', en: 'the app › 网页授权及JS-SDK' },
    field: { zh: '可信域名', en: 'trusted domain (可信域名)' },
    value: host,
    note: {
      zh: '在企业微信内登录用；控制台会要求验证域名归属',
      en: 'for WeCom itself; the console asks for a proof that the domain is yours',
    },
  },
  {
    place: app,
    field: { zh: '应用主页', en: 'homepage in the workbench (应用主页)' },
    value: inApp,
    note: { zh: '从工作台打开，静默登录', en: 'opened from the workbench it signs people in silently' },
  },
]

const same = (words: string): Words => ({ zh: words, en: words })
const app: Words = { zh: '应用管理 › 应用 › 自建 › 该应用', en: '应用管理 › 应用 › 自建 › the app' }
