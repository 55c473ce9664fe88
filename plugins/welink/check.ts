import {
  type Common,
  credentials,
  deadCode,
  type Host,
  inManual,
  type OptionsOf,
  type Probe,
  refusedProbe,
  type Words,
} from 'sso-kit/plugin'
import { meaning, nothingThere, notPermitted, retryAfterS } from './codes.ts'
import type { options } from './options.ts'
import { type Answer, send } from './wire.ts'

type Options = OptionsOf<typeof options> & Common

/**
 * The connectivity test: the app's token – asked for once, since refusals count and lock the client id – and each
 * permission by a call that needs it, about somebody who is not there.
 */
export async function* check(options: Options, host: Host): AsyncIterable<Probe> {
  const { clientId, clientSecret, endpoints, allow, follows } = options
  const ask = (path: string, init: RequestInit, token?: string): Promise<Answer> =>
    send(host, 'exchange', `${endpoints.api.replace(/\/$/, '')}/${path}`, {
      ...init,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { 'x-wlk-authorization': token, 'accept-charset': 'UTF-8', lang: 'zh' }),
      },
    })

  const given = await ask(
    'auth/v2/tickets',
    post({ client_id: clientId, client_secret: clientSecret.reveal() }),
  )
  if (given.error !== null) return yield refused(credentials, given.error)
  yield { name: credentials, state: 'good' }
  const token = given.reply.token('access_token')

  // codes come with the person, names have to be read
  const names = allow?.departments?.some(entry => !/^\d+$/.test(entry)) === true
  const query = 'deptCode=0&recursiveflag=0&pageNo=1&pageSize=1'
  for (const [permission, isNeeded, path, init] of [
    ['用户登录信息', true, 'contact/v1/users/accounts', post({ corpUserId: [deadCode] })],
    ['用户详细信息', true, 'contact/v2/user/detail', post({ userId: deadCode })],
    ['部门查询', names || follows === true, `contact/v2/department/list?${query}`, {}],
  ] as const) {
    const name = { zh: `接口权限 ${permission}`, en: `permission ${permission}` }
    const { error } = await ask(path, init, token)
    if (error === null || nothingThere.has(error)) yield { name, state: 'good' }
    else if (!isNeeded && notPermitted.has(error))
      yield { name, state: 'unknown', found: 'not granted, and not needed' }
    else yield refused(name, error, permission)
  }
}

const post = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })

const refused = (name: Words, code: string, permission?: string): Probe =>
  refusedProbe(
    name,
    { code, advice: meaning(code, permission), isBusy: retryAfterS.has(code) },
    permission === undefined ? credentialsPlace : notPermitted.has(code) ? permissionPlace : inManual,
  )

const credentialsPlace: Words = {
  zh: '应用信息 › 基本信息：核对 client_id 与 client_secret',
  en: 'Application Information (应用信息 › 基本信息): compare client_id and client_secret',
}
const permissionPlace: Words = {
  zh: '版本管理 › 接口权限',
  en: 'Version Management › Interface Permissions (接口权限)',
}
