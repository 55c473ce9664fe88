import type { ConsoleStep, ConsoleUrls, Words } from 'sso-kit/plugin'

/**
 * 事件订阅 by HTTP push. The keys come first: on saving, DingTalk calls the address, and an answer without them is
 * none (check_url).
 */
export function eventSteps({ events }: ConsoleUrls): ConsoleStep[] {
  if (events === undefined) return []
  return [
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
      value: events,
      note: {
        zh: '保存时钉钉会立即访问它：须能从公网访问，且本服务已在使用上面两个值',
        en: 'DingTalk calls it on saving: it must be reachable from the internet, and this server must know both values by then',
      },
    },
    ...addressBook.map(({ code, zh, en }) => ({
      place: { zh: '事件订阅 › 通讯录事件', en: 'Event Subscription (事件订阅) › Address Book (通讯录事件)' },
      field: { zh, en: `${en} (${zh})` },
      value: code,
    })),
  ]
}

const subscription: Words = { zh: '开发配置 › 事件订阅', en: 'Event Subscription (事件订阅)' }

const addressBook: readonly { code: string; zh: string; en: string }[] = [
  { code: 'user_add_org', zh: '通讯录用户增加', en: 'User Added To Address Book' },
  { code: 'user_modify_org', zh: '通讯录用户更改', en: 'User In Address Book Changed' },
  { code: 'user_leave_org', zh: '通讯录用户离职', en: 'User Removed From Address Book' },
  { code: 'org_dept_create', zh: '通讯录企业部门创建', en: 'Department Created In Address Book' },
  { code: 'org_dept_modify', zh: '通讯录企业部门修改', en: 'Department In Address Book Modified' },
  { code: 'org_dept_remove', zh: '通讯录企业部门删除', en: 'Department In Address Book Deleted' },
]
