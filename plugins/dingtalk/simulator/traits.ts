/** What DingTalk knows of a few people beyond the made-up organisation: one of each case that a client must bear (§4.5). */
interface Traits {
  /** Has not activated the DingTalk account; that says nothing about the employment. */
  inactive?: true
  /** Text of the field `extension`, which should be JSON. */
  extension?: string
  /** All others have the default picture, which is not sent. */
  avatar?: string
  telephone?: string
  workPlace?: string
  remark?: string
  /** Milliseconds since 1970. */
  hiredDate?: number
  manager?: string
  roles?: readonly { id: number; name: string; group_name: string }[]
  /** Accounts of a dedicated DingTalk (§7) whose passwords another server knows … */
  signsInElsewhere?: true
  /** … and such that the organisation has switched off. */
  accountDisabled?: true
}

const known: Readonly<Record<string, Traits>> = {
  lisi: {
    avatar: 'https://static-legacy.dingtalk.com/media/lADPDgQ9qdemo_200_200.jpg',
    telephone: '0571-85022088-1002',
    workPlace: '杭州',
    remark: '平台组 on-call',
    hiredDate: Date.UTC(2020, 7, 16),
    manager: 'zhaomin',
    roles: [{ id: 1507113578, name: '负责人', group_name: '默认' }],
  },
  weixin: { inactive: true },
  hejun: { extension: '{"成本中心":"CC-1005"' },
  dfischer: { signsInElsewhere: true },
  zenghong: { accountDisabled: true },
}

export const traitsOf = ({ id }: { id: string }): Traits => known[id] ?? {}
