import { type Fields, type Host, SsoError, type Transaction } from 'sso-kit/plugin'
import { type App, type Calls, hasExpiredToken, headers, json } from './calls.ts'
import { nothingThere, notPermitted } from './codes.ts'
import { type DepartmentRecord, departmentRecord, type UserRecord, userRecord } from './record.ts'

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
  /** Null for a department that is not there. */
  department(deptCode: string): Promise<DepartmentRecord | null>
}

/** The names of the permissions, as the console has them (接口权限). */
export const permissions = { signIn: '用户登录信息', detail: '用户详细信息' } as const

/** WeLink's calls for one sign-in. */
export function weLink(host: Host, { open, once, twice, accepted }: Calls, app: App): WeLink {
  return {
    // open.welink.huaweicloud.com/wecode/docs …/isv/step.html: a form, success is 60001, errors are a 400
    async userToken(code, tx) {
      const path = 'oauth2/v1/token'
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        client_id: app.clientId,
        client_secret: app.clientSecret.reveal(),
        redirect_uri: tx.redirectUri,
        state: tx.state,
      })
      const answer = await open('exchange', path, { method: 'POST', body }, '60001')
      return accepted(answer, 'exchange', path).token('access_token')
    },
    // …/contact/ (v1 userid)
    async memberOfToken(userToken) {
      const path = 'auth/v1/userid'
      const answer = await open('exchange', path, { headers: headers(userToken) })
      return member(accepted(answer, 'exchange', path, permissions.signIn))
    },
    // …/serverapi/authentication/standerH5.html
    async memberOfCode(code) {
      const path = `auth/v2/userid?code=${encodeURIComponent(code)}`
      return member(accepted(await once('exchange', path), 'exchange', path, permissions.signIn))
    },
    // …/contact/user_detail.html
    async record(userId) {
      const path = 'contact/v2/user/detail'
      const answer = await twice('profile', path, json({ userId }))
      if (answer.error !== null && nothingThere.has(answer.error)) return null
      return userRecord(accepted(answer, 'profile', path, permissions.detail), answer.body)
    },
    // contact/v2/department/detail of the official SDKs: flat, with GET
    async department(deptCode) {
      const path = `contact/v2/department/detail?deptCode=${encodeURIComponent(deptCode)}`
      const answer = await twice('profile', path, {}, hasExpiredToken)
      if (answer.error !== null && nothingThere.has(answer.error)) return null
      const record = departmentRecord(accepted(answer, 'profile', path), answer.body)
      if (record.code === deptCode) return record
      const cause = 'contact/v2/department/detail answered with another department'
      throw new SsoError('source_reply_invalid', { source: host.source, step: 'profile', cause })
    },
  }
}

/** For calls that only decorate: whether a refusal means that the app simply may not. */
export const isNotPermitted = (error: unknown): boolean =>
  error instanceof SsoError && error.code === 'source_refused' && notPermitted.has(error.vendorCode ?? '')

const member = (reply: Fields): Member => ({
  tenantId: reply.string('tenantId'),
  userId: reply.string('userId'),
})
