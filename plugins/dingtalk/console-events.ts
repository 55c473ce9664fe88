import type { Common, ConsoleStep, ConsoleUrls, Words } from 'sso-kit/plugin'

/** 事件订阅, by the way that the file has chosen; then the events themselves. */
export function eventSteps(
  { events: given }: Pick<Common, 'events'>,
  { events }: ConsoleUrls,
): ConsoleStep[] {
  if (events === undefined) return []
  const isStream = typeof given === 'object' && given.mode === 'stream'
  return [
    ...(isStream ? streamSteps : httpSteps(events)),
    ...addressBook.map(({ code, zh, en }) => ({
      place: addressBookEvents,
      field: { zh, en: `${en} (${zh})` },
      value: code,
    })),
  ]
}

const subscription: Words = {
  zh: '开发配置 › 事件订阅',
  en: 'Development Configuration › Event Subscription (事件订阅)',
}
const addressBookEvents: Words = {
  zh: `${subscription.zh} › 通讯录事件`,
  en: `${subscription.en} › Address Book (通讯录事件)`,
}

/** What the directory is kept up to date by. Who becomes an administrator there (org_admin_add) changes nobody here. */
const addressBook: readonly { code: string; zh: string; en: string }[] = [
  { code: 'user_add_org', zh: '通讯录用户增加', en: 'User Added To Address Book' },
  { code: 'user_modify_org', zh: '通讯录用户更改', en: 'User In Address Book Changed' },
  { code: 'user_active_org', zh: '加入企业后用户激活', en: 'User Activated After Joining The Organisation' },
  { code: 'user_leave_org', zh: '通讯录用户离职', en: 'User Removed From Address Book' },
  { code: 'org_dept_create', zh: '通讯录企业部门创建', en: 'Department Created In Address Book' },
  { code: 'org_dept_modify', zh: '通讯录企业部门修改', en: 'Department In Address Book Modified' },
  { code: 'org_dept_remove', zh: '通讯录企业部门删除', en: 'Department In Address Book Deleted' },
]

/** The connection comes first: the console looks for it before it saves. */
const streamSteps: readonly ConsoleStep[] = [
  {
    place: subscription,
    field: { zh: '推送方式', en: 'way of pushing (推送方式)' },
    value: 'Stream 模式推送',
    note: {
      zh: 'Stream 模式；先启动本服务，它会自行连接钉钉，不需要公网地址、aes_key 和 token',
      en: 'push by Stream mode. Start this server first: it opens the connection by itself, and needs no public address, aes_key or token',
    },
  },
  {
    place: subscription,
    field: { zh: '验证连接通道', en: 'verify the channel (验证连接通道)' },
    value: '已完成接入，验证连接通道',
    note: {
      zh: '本服务日志出现 connected 之后点击，验证通过后保存',
      en: 'the button “connected, verify the channel”: press it once the log of this server says connected, then save',
    },
  },
]

/** The keys come first: on saving, DingTalk calls the address, and an answer without them is none (check_url). */
const httpSteps = (address: string): ConsoleStep[] => [
  {
    place: subscription,
    field: { zh: '加密 aes_key', en: 'encryption aes_key (加密 aes_key)' },
    value: null,
    note: {
      zh: '推送方式选 HTTP 推送，点击随机生成；放到 events.aesKey 所指之处',
      en: 'choose HTTP push and have it generated; it goes where events.aesKey points',
    },
  },
  {
    place: subscription,
    field: { zh: '签名 token', en: 'signature token (签名 token)' },
    value: null,
    note: {
      zh: '同样随机生成；放到 events.token 所指之处，并重启本服务，然后再保存此页',
      en: 'generated too; it goes where events.token points. Restart this server before you save the page',
    },
  },
  {
    place: subscription,
    field: { zh: '请求网址', en: 'request URL (请求网址)' },
    value: address,
    note: {
      zh: '保存时钉钉会立即访问它：须能从公网访问，且本服务已在使用上面两个值',
      en: 'DingTalk calls it on saving: it must be reachable from the internet, and this server must know both values by then',
    },
  },
]
