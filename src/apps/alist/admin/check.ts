import type { Probe, Words } from '../../../plugin.ts'
import { NotTaken } from '../../not-told.ts'
import { type AListAdmin, AListFault, type Fault } from './client.ts'

const name: Words = { zh: '管理员令牌', en: 'administrator’s token' }

const mends: Readonly<Record<Exclude<Fault, 'busy'>, Words>> = {
  token: {
    zh: 'AList 管理 › 设置 › 其他：复制令牌，放到 adminToken 所指之处；重置令牌后旧的即失效',
    en: 'AList manage › Settings › Other: copy the token to where adminToken points; a reset ends the one before',
  },
  administrator: {
    zh: '要用 AList 管理 › 设置 › 其他里的令牌，而不是某个用户登录得到的；若设有最大设备数 (max_devices)，为管理员放宽',
    en: 'take the token of AList manage › Settings › Other, and not that of a user’s sign-in; where AList limits devices (max_devices), leave room for the administrator',
  },
  'no-alist': {
    zh: 'url 应是打开 AList 的地址（含子路径）；其前面的代理须放行 /api/admin',
    en: 'url has to be the address that AList is opened at, with its path; a proxy in front of it has to let /api/admin through',
  },
}

/** Whether the token is good for what it is there for; nothing is changed. Throws `SsoError` where nobody answers. */
export async function tokenProbe(admin: Pick<AListAdmin, 'count'>): Promise<Probe> {
  try {
    await admin.count()
    return { name, state: 'good' }
  } catch (thrown) {
    if (thrown instanceof NotTaken) return { name, state: 'busy', found: String(thrown.status) }
    if (!(thrown instanceof AListFault)) throw thrown
    const { fault, code } = thrown
    const found = String(code)
    return fault === 'busy'
      ? { name, state: 'busy', found }
      : { name, state: 'bad', found, mend: mends[fault] }
  }
}
