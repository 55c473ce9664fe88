import { testPlugin } from 'sso-kit/testing'
import { describe } from 'vitest'
import plugin from './index.ts'

const options = { corpId: 'ww0a1b2c3d4e5f6071', agentId: 1000002, clientSecret: 'a secret of wecom' }
const api = 'GET https://qyapi.weixin.qq.com/cgi-bin'
const ok = { errcode: 0, errmsg: 'ok' }

describe('at the simulated WeCom', () => testPlugin(plugin, { options }))

describe('on the replies of the documents', () =>
  testPlugin(plugin, {
    options,
    callback: { code: 'AAAAAAgG333qs9EdaPbCAP1VaOrjuNkiAZHTWgaWsZQ' },
    // the samples of path/91039, 91023, 90196 and 95351
    replies: {
      [`${api}/gettoken`]: { ...ok, access_token: 'accesstoken000001', expires_in: 7200 },
      [`${api}/auth/getuserinfo`]: { ...ok, userid: 'zhangsan' },
      [`${api}/user/get`]: { ...ok, userid: 'zhangsan', name: '张三', department: [2], status: 1 },
      [`${api}/department/get`]: { ...ok, department: { id: 2, name: '广州研发中心', parentid: 0 } },
    },
  }))
