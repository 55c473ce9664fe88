import type { ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = Shown<OptionsOf<typeof options>>

/** WeLink's console is Chinese: its own words stand beside the English ones. */
export function consoleSteps(
  { clientSecret }: Options,
  { callback, home, inApp = home, events }: ConsoleUrls,
): ConsoleStep[] {
  return [
    {
      place: information,
      field: same('client_id'),
      value: null,
      note: {
        zh: '填入 clientId。还没有应用：WeLink 管理后台 › 业务应用 › 应用管理 › 自建应用，进入开放平台，企业内部应用 › 轻应用 › 创建',
        en: 'goes into clientId. No app yet: WeLink admin console › 业务应用 › 应用管理 › 自建应用, on to the open platform, 企业内部应用 › 轻应用 (light app) › create',
      },
    },
    {
      place: information,
      field: same('client_secret'),
      value: null,
      note: {
        zh: `不写进文件，放到 clientSecret 所指之处：${clientSecret}`,
        en: `not into the file, but where clientSecret points: ${clientSecret}`,
      },
    },
    {
      place: { zh: '企业信息（各版本位置不一）', en: 'the tenant’s own data (the place differs)' },
      field: { zh: '租户 ID', en: 'tenant id (租户 ID)' },
      value: null,
      note: {
        zh: '填入 tenantId：32 位大写十六进制。控制台里找不到时，先填 32 个 0，用 WeLink 登录一次：被拒绝的那行日志中，who 冒号前的部分就是它',
        en: 'goes into tenantId: 32 upper-case hexadecimal digits. Not to be found: write 32 zeros and sign in once; in the log line of the refusal it is the part of who before the colon',
      },
    },
    {
      place: homepage,
      field: { zh: 'PC端链接', en: 'PC link (PC端链接)' },
      value: inApp,
      note: {
        zh: '须为 https，且主机名与本服务一致：免登码很可能只发给此处登记的主机',
        en: 'https, on the very host of this server: WeLink seems to give codes only to pages of the host entered here',
      },
    },
    { place: homepage, field: { zh: '手机端链接', en: 'mobile link (手机端链接)' }, value: inApp },
    ...permissions.map(({ value, note }) => ({
      place: { zh: '版本管理 › 接口权限', en: 'Version Management › Interface Permissions (接口权限)' },
      field: { zh: '接口权限', en: 'interface permission (接口权限)' },
      value,
      note,
    })),
    {
      place: addresses,
      field: { zh: '应用管理后台地址', en: 'application management backend (应用管理后台地址)' },
      value: callback,
      note: {
        zh: '浏览器登录的回调地址，须完全一致，不得带查询参数',
        en: 'where browsers come back to: compared exactly, and no query',
      },
    },
    {
      place: addresses,
      field: { zh: '回调地址', en: 'callback address (回调地址)' },
      value: events ?? callback,
      ...(events !== undefined && {
        note: {
          zh: '通讯录变更推送到此；保存后按“测试”',
          en: 'changes of the address book come here; press 测试 (test) after saving',
        },
      }),
    },
    {
      place: { zh: '版本管理 › 发布，之后：应用管理', en: 'Version Management › publish, then: 应用管理' },
      field: { zh: '可见范围', en: 'visible to (可见范围)' },
      value: '全体成员',
      note: {
        zh: '版本须经审核发布。应用的通讯录权限范围也要覆盖这些人，否则他们会被拒绝',
        en: 'everyone. The version must pass review; the app’s address-book scope must cover these people too, or they are refused',
      },
    },
  ]
}

const same = (words: string): Words => ({ zh: words, en: words })
const information: Words = { zh: '应用信息 › 基本信息', en: 'Application Information (应用信息 › 基本信息)' }
const homepage: Words = { zh: '版本管理 › 设置首页', en: 'Version Management › set homepage (设置首页)' }
const addresses: Words = { zh: '应用信息', en: 'Application Information (应用信息)' }

const permissions: readonly { value: string; note: Words }[] = [
  {
    value: '用户登录信息',
    note: { zh: '必需：识别登录者', en: 'required, user login info: who signs in' },
  },
  {
    value: '用户详细信息',
    note: {
      zh: '必需：姓名、邮箱、手机、状态。之后增加的权限要等下一个应用令牌（约两小时，或重启）',
      en: 'required, user detailed info: name, e-mail, phone, status. What is granted later waits for the next app token: two hours or a restart',
    },
  },
  {
    value: '<部门查询>',
    note: {
      zh: '用于部门名称、上级部门和同步（sync），否则可选。名称以控制台为准；不要申请“通讯录同步”（写权限）',
      en: 'reading departments, for their names, those above and sync; otherwise optional. Called as the console calls it. Never ask for 通讯录同步, which writes',
    },
  },
]
