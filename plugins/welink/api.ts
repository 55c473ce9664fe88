import { type Fields, type Host, type Secret, SsoError, type Step, type Transaction } from 'sso-kit/plugin'
import { appToken } from './app-token.ts'
import { deadToken, meaning, nothingThere, notPermitted, olderThanPermission } from './codes.ts'
import { type UserRecord, userRecord } from './record.ts'
import { text } from './text.ts'
import { type Answer, send } from './wire.ts'

interface App {
  clientId: string
  clientSecret: Secret
  endpoints: { api: string }
}

/** Whom a code or a token stands for. */
export interface Member {
  tenantId: string
  userId: string
}

export interface WeLink {
  /** In the browser: the code that came with the return, for a token of the person. */
  userToken(code: string, tx: Transaction): Promise<string>
  memberOfToken(userToken: string): Promise<Member>
  /** Inside WeLink: the code that the app gave. It goes out once, whatever the answer. */
  memberOfCode(code: string): Promise<Member>
  /** Null for somebody the tenant does not have, or does not show to this app. */
  record(userId: string): Promise<UserRecord | null>
  /** The Chinese name, else the English; null for a department that is not there. */
  departmentName(deptCode: string): Promise<string | null>
}

/** The names of the permissions, as the console has them (接口权限). */
const permissions = { signIn: '用户登录信息', detail: '用户详细信息' } as const

/** WeLink's server calls. */
export function weLink(host: Host, { clientId, clientSecret, endpoints }: App): WeLink {
  const address = (path: string) => `${endpoints.api.replace(/\/$/, '')}/${path}`

  // support.huaweicloud.com/devg-welink/start-09.html. expires_in: seconds, changes from one token to the next
  const token = appToken(host, async () => {
    const path = 'auth/v2/tickets'
    const body = { client_id: clientId, client_secret: clientSecret.reveal() }
    const reply = accepted(
      await send(host, 'exchange', address(path), json(body)),
      refusalOf('exchange', path),
    )
    return { value: reply.token('access_token'), expiresInS: Number(reply.numberOrText('expires_in')) }
  })

  const refusalOf = (step: Step, path: string, permission?: string) => (vendorCode: string) =>
    new SsoError('source_refused', {
      source: host.source,
      step,
      vendorCode,
      cause: `${path}: ${meaning(vendorCode, permission)}`,
    })

  /** As the app. A token that an answer shows to be dead is not used again by anybody. */
  async function once(step: Step, url: string, init: RequestInit, isDead: Judge): Promise<Answer> {
    const used = await token.get()
    const answer = await send(host, step, url, { ...init, headers: headers(used) })
    if (isDead(answer)) token.drop(used)
    return answer
  }

  /** Where nothing is spent by asking: with a new token a second time, and no third. */
  async function twice(step: Step, url: string, init: RequestInit, isDead: Judge): Promise<Answer> {
    const answer = await once(step, url, init, isDead)
    // the new token has every permission there is: it is kept, though it may not do this
    return isDead(answer) ? once(step, url, init, hasExpiredToken) : answer
  }

  return {
    // open.welink.huaweicloud.com/wecode/docs …/isv/step.html: a form, success is 60001, errors are a 400
    async userToken(code, tx) {
      const path = 'oauth2/v1/token'
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        redirect_uri: tx.redirectUri,
        state: tx.state,
      })
      const answer = await send(host, 'exchange', address(path), { method: 'POST', body }, '60001')
      return accepted(answer, refusalOf('exchange', path)).token('access_token')
    },
    // …/contact/ (v1 userid)
    async memberOfToken(userToken) {
      const path = 'auth/v1/userid'
      const answer = await send(host, 'exchange', address(path), { headers: headers(userToken) })
      return member(accepted(answer, refusalOf('exchange', path, permissions.signIn)))
    },
    // …/serverapi/authentication/standerH5.html
    async memberOfCode(code) {
      const path = 'auth/v2/userid'
      const url = `${address(path)}?code=${encodeURIComponent(code)}`
      const answer = await once('exchange', url, {}, hasDeadToken)
      return member(accepted(answer, refusalOf('exchange', path, permissions.signIn)))
    },
    // …/contact/user_detail.html
    async record(userId) {
      const path = 'contact/v2/user/detail'
      const answer = await twice('profile', address(path), json({ userId }), hasDeadToken)
      if (answer.error !== null && nothingThere.has(answer.error)) return null
      return userRecord(accepted(answer, refusalOf('profile', path, permissions.detail)), answer.body)
    },
    // contact/v2/department/detail of the official SDKs: flat, with GET
    async departmentName(deptCode) {
      const path = 'contact/v2/department/detail'
      const url = `${address(path)}?deptCode=${encodeURIComponent(deptCode)}`
      const answer = await twice('profile', url, {}, hasExpiredToken)
      if (answer.error !== null && nothingThere.has(answer.error)) return null
      const reply = accepted(answer, refusalOf('profile', path))
      if (reply.numberOrText('deptCode') !== deptCode) {
        const cause = `${path} answered with another department`
        throw new SsoError('source_reply_invalid', { source: host.source, step: 'profile', cause })
      }
      return text(answer.body.deptNameCn) ?? text(answer.body.deptNameEn) ?? null
    },
  }
}

type Judge = (answer: Answer) => boolean

const hasExpiredToken: Judge = ({ error }) => error !== null && deadToken.has(error)

/** A token has the permissions of the moment it was issued: one that was granted later needs another token. */
const hasDeadToken: Judge = answer => hasExpiredToken(answer) || answer.error === olderThanPermission

/** For calls that only decorate: whether a refusal means that the app simply may not. */
export const isNotPermitted = (error: unknown): boolean =>
  error instanceof SsoError && error.code === 'source_refused' && notPermitted.has(error.vendorCode ?? '')

function accepted({ error, reply }: Answer, refusal: (code: string) => SsoError): Fields {
  if (error !== null) throw refusal(error)
  return reply
}

const member = (reply: Fields): Member => ({
  tenantId: reply.string('tenantId'),
  userId: reply.string('userId'),
})

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** The token stands bare, without `Bearer`. */
const headers = (token: string): Record<string, string> => ({
  'x-wlk-authorization': token,
  'content-type': 'application/json',
  'accept-charset': 'UTF-8',
  lang: 'zh',
})
