import type { Host, SsoError } from 'sso-kit/plugin'
import type { Calls } from './calls.ts'
import { idsIn } from './department-ids.ts'
import { type App, postJson } from './wire.ts'

/** What DingTalk says of a person to themselves. E-mail and nickname are the person's own words. */
export interface Profile {
  unionId: string
  nick: string | undefined
  mobile: string | undefined
}

/** The directory's record of an employee. Every field depends on a permission. */
export interface Employee {
  unionId: string | undefined
  name: string | undefined
  email: string | undefined
  mobile: string | undefined
  title: string | undefined
  jobNumber: string | undefined
  /** An account of a dedicated DingTalk that its organisation has disabled. */
  isDisabled: boolean
  /** Ids of the departments that the person is directly in. */
  departments: readonly string[]
}

export interface DingTalk {
  userToken(code: string): Promise<string>
  profile(userToken: string): Promise<Profile>
  /** Whose code from inside DingTalk this is. */
  memberOfCode(code: string): Promise<{ userId: string; unionId: string; name: string | undefined }>
  /** The person's id in this organisation; null for anyone who is not an employee. */
  userIdOf(unionId: string): Promise<string | null>
  employee(userId: string): Promise<Employee>
  /** A department and all above it, the organisation being the last; null for one that this app may not see. */
  departmentsAbove(id: string): Promise<string[] | null | NotPermitted>
  /** The same for its name. */
  departmentName(id: string): Promise<string | null | NotPermitted>
}

/** The app was not granted what the call takes: whether that is a failure depends on what it is for. */
export class NotPermitted {
  readonly error: SsoError

  constructor(error: SsoError) {
    this.error = error
  }
}

/** DingTalk's calls, both wire styles (open.dingtalk.com/document/development). */
export function dingTalk(host: Host, { api, oapi, oapiOnce }: Calls, app: App): DingTalk {
  const profile = { source: host.source, step: 'profile' } as const

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
    // …/obtain-the-userid-of-a-user-by-using-the-log-free. Once: a code is never sent a second time
    async memberOfCode(code) {
      const { refusal, reply, refused } = await oapiOnce('exchange', '/topapi/v2/user/getuserinfo', { code })
      if (refusal) throw refused()
      const result = reply.object('result')
      return {
        userId: result.string('userid'),
        unionId: result.string('unionid'),
        name: result.optional('name'),
      }
    },
    // …/query-a-user-by-the-union-id. 60121: not of this organisation; contact_type 1: an external contact
    async userIdOf(unionid) {
      const { refusal, reply, refused } = await oapi('profile', '/topapi/user/getbyunionid', { unionid })
      if (refusal?.code === '60121') return null
      if (refusal) throw refused()
      const result = reply.object('result')
      return result.number('contact_type') === 1 ? null : result.string('userid')
    },
    // …/query-user-details
    async employee(userid) {
      const answer = await oapi('profile', '/topapi/v2/user/get', { userid })
      if (answer.refusal) throw answer.refused()
      const result = answer.reply.object('result')
      return {
        unionId: result.optional('unionid'),
        name: result.optional('name'),
        email: result.optional('org_email'),
        mobile: result.optional('mobile'),
        title: result.optional('title'),
        jobNumber: result.optional('job_number'),
        isDisabled: result.boolean('disable_status') === true,
        departments: idsIn(answer.result, 'dept_id_list', profile),
      }
    },
    // …/query-the-list-of-all-parent-departments-of-a-department
    async departmentsAbove(id) {
      const path = '/topapi/v2/department/listparentbydept'
      const { refusal, result, refused } = await oapi('profile', path, { dept_id: Number(id) })
      if (refusal && unseen.has(refusal.code)) return null
      if (refusal && notPermitted.has(refusal.code)) return new NotPermitted(refused())
      if (refusal) throw refused()
      return idsIn(result, 'parent_id_list', profile)
    },
    // …/query-department-details0-v2
    async departmentName(id) {
      const path = '/topapi/v2/department/get'
      const { refusal, reply, refused } = await oapi('profile', path, { dept_id: Number(id) })
      if (refusal && unseen.has(refusal.code)) return null
      if (refusal && notPermitted.has(refusal.code)) return new NotPermitted(refused())
      if (refusal) throw refused()
      return reply.object('result').string('name')
    },
  }
}

/** The permission point is missing, or the administrator has not agreed to it yet. */
const notPermitted = new Set(['60011', '43007'])

/** Outside of the app's scope of contacts, or just removed. */
const unseen = new Set(['50004', '60003'])
