import { type Fields, fields, type Host, requestJson, SsoError, type Step } from 'sso-kit/plugin'

interface App {
  clientId: string
  clientSecret: { reveal(): string }
  endpoints: { api: string; oapi: string }
}

/** What DingTalk says of a person to themselves. E-mail and nickname are the person's own words. */
export interface Profile {
  unionId: string
  nick: string | undefined
  mobile: string | undefined
}

export interface DingTalk {
  userToken(code: string): Promise<string>
  profile(userToken: string): Promise<Profile>
  /** The person's id in this organisation; null for anyone who is not an employee. */
  userIdOf(unionId: string): Promise<string | null>
  /** The directory's record of an employee. */
  employee(
    userId: string,
  ): Promise<{ unionId: string | undefined; name: string | undefined; email: string | undefined }>
}

/** DingTalk's calls, both wire styles (open.dingtalk.com/document/development). */
export function dingTalk(host: Host, app: App): DingTalk {
  const appToken = appTokenOf(host, app)

  /** New API: real statuses; an error is `{ code, message }`. */
  async function api(step: Step, path: string, init: RequestInit): Promise<Fields> {
    const { status, body } = await requestJson(
      host.fetch,
      { source: host.source, step },
      app.endpoints.api + path,
      init,
    )
    const reply = fields(body, { source: host.source, step })
    const code = reply.optional('code')
    if (status >= 400 || code !== undefined) {
      throw new SsoError('source_refused', {
        source: host.source,
        step,
        vendorCode: code ?? String(status),
        cause: path,
      })
    }
    return reply
  }

  /** Old API: always 200; an error is in `errcode`, or behind `errcode` 88 in `sub_code`. */
  async function oapi(
    step: Step,
    path: string,
    body: object,
  ): Promise<{ error: string | null; reply: Fields }> {
    const call = { source: host.source, step }
    const send = async () => {
      const url = `${app.endpoints.oapi}${path}?access_token=${encodeURIComponent(await appToken.get())}`
      return fields((await requestJson(host.fetch, call, url, postJson(body))).body, call)
    }
    const reply = await send()
    const error = oapiError(reply)
    if (error === null || !staleToken.has(error)) return { error, reply }
    appToken.forget()
    const again = await send()
    return { error: oapiError(again), reply: again }
  }

  return {
    // …/obtain-user-token. JSON only: a form is answered with Missingbody
    async userToken(code) {
      const body = {
        clientId: app.clientId,
        clientSecret: app.clientSecret.reveal(),
        code,
        grantType: 'authorization_code',
      }
      return (await api('exchange', '/v1.0/oauth2/userAccessToken', postJson(body))).token('accessToken')
    },
    // …/dingtalk-retrieve-user-information
    async profile(userToken) {
      const me = await api('profile', '/v1.0/contact/users/me', {
        headers: { 'x-acs-dingtalk-access-token': userToken },
      })
      return { unionId: me.string('unionId'), nick: me.optional('nick'), mobile: me.optional('mobile') }
    },
    // …/query-a-user-by-the-union-id. 60121: not of this organisation; contact_type 1: an external contact
    async userIdOf(unionId) {
      const { error, reply } = await oapi('profile', '/topapi/user/getbyunionid', { unionid: unionId })
      if (error === '60121') return null
      if (error !== null) throw refused(host, 'getbyunionid', error)
      const result = reply.object('result')
      return result.number('contact_type') === 1 ? null : result.string('userid')
    },
    // …/query-user-details. Every field depends on a permission
    async employee(userId) {
      const { error, reply } = await oapi('profile', '/topapi/v2/user/get', { userid: userId })
      if (error !== null) throw refused(host, 'user/get', error)
      const result = reply.object('result')
      return {
        unionId: result.optional('unionid'),
        name: result.optional('name'),
        email: result.optional('org_email'),
      }
    },
  }
}

function postJson(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function refused(host: Host, path: string, vendorCode: string): SsoError {
  return new SsoError('source_refused', { source: host.source, step: 'profile', vendorCode, cause: path })
}

/** The code that counts, or null for success. The gateway wraps its own in 88; codes come as numbers or as text. */
function oapiError(reply: Fields): string | null {
  const code = reply.numberOrText('errcode')
  if (code === '0') return null
  if (code !== '88') return code
  return reply.optional('sub_code') ?? /subcode=(\d+)/.exec(reply.optional('errmsg') ?? '')?.[1] ?? code
}

/** Codes after which one new token is worth a try; 60011 because permissions granted later need a new token. */
const staleToken = new Set(['40001', '40014', '42001', '60011'])

/**
 * The app's own token: 7,200 s, one for all calls, asked for again ten minutes early, one request at a time
 * (…/obtain-the-access-token-of-an-internal-app; asking on every call can get the app blocked).
 */
function appTokenOf(host: Host, app: App) {
  const early = 600_000
  let token: Promise<{ value: string; until: number }> | undefined

  const ask = async () => {
    const call = { source: host.source, step: 'profile' as const }
    const body = { appKey: app.clientId, appSecret: app.clientSecret.reveal() }
    const url = `${app.endpoints.api}/v1.0/oauth2/accessToken`
    const reply = fields((await requestJson(host.fetch, call, url, postJson(body))).body, call)
    const code = reply.optional('code')
    if (code !== undefined)
      throw new SsoError('source_refused', { ...call, vendorCode: code, cause: 'accessToken' })
    return {
      value: reply.token('accessToken'),
      until: host.now() + (reply.number('expireIn') ?? 0) * 1000 - early,
    }
  }

  return {
    async get(): Promise<string> {
      const held = await token?.catch(() => undefined)
      if (held && held.until > host.now()) return held.value
      token = ask()
      return (await token).value
    },
    forget() {
      token = undefined
    },
  }
}
