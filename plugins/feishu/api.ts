import { type Fields, fields, type Host, requestJson, SsoError, type Step } from 'sso-kit/plugin'
import type { Addresses } from './addresses.ts'
import { refused } from './codes.ts'
import { tenantTokenOf } from './tenant-token.ts'
import { type App, postJson } from './wire.ts'

/** What Feishu says of a person who has just signed in. E-mail and phone are what an administrator wrote down. */
export interface Profile {
  unionId: string
  tenantKey: string
  name: string | undefined
  email: string | undefined
  mobile: string | undefined
  userId: string | undefined
}

/** The directory's record of a member. Each field depends on a permission. */
export interface Member {
  unionId: string | undefined
  name: string | undefined
  email: string | undefined
  mobile: string | undefined
  title: string | undefined
  employeeNo: string | undefined
  /** `od-…` ids of the departments that the person is directly in. */
  departments: readonly string[]
}

export interface Department {
  name: string | undefined
  /** `0` is the organisation itself. */
  parent: string | undefined
}

export interface Feishu {
  userToken(code: string, proof?: { redirectUri: string; codeVerifier: string }): Promise<string>
  profile(userToken: string): Promise<Profile>
  member(unionId: string): Promise<Member>
  department(id: string): Promise<Department>
  /** The `data` of a call of contact/v3, by the app's own token. */
  contact(path: string): Promise<unknown>
}

/** Feishu's calls (open.feishu.cn/document/server-docs). Every reply has `code`, whatever its status: 0 is success. */
export function feishu(host: Host, app: App, { api }: Pick<Addresses, 'api'>): Feishu {
  const tenantToken = tenantTokenOf(host, app, api)

  async function ask(step: Step, path: string, init: RequestInit): Promise<Fields> {
    return fields(await answer(step, path, init), { source: host.source, step })
  }

  async function answer(step: Step, path: string, init: RequestInit): Promise<unknown> {
    const call = { source: host.source, step }
    const { body, headers } = await requestJson(host.fetch, call, api + path, init)
    const code = fields(body, call).numberOrText('code')
    // the query has ids of people in it
    if (code !== '0') throw refused(call, path.replace(/\?.*/s, ''), code, body, headers)
    return body
  }

  /** With the app's own token, and with a new one where that turns out to be dead. */
  async function contact(path: string): Promise<unknown> {
    const once = async () => {
      const used = await tenantToken.get()
      const init = { headers: { authorization: `Bearer ${used}` } }
      const body = await answer('profile', `/open-apis/contact/v3${path}`, init).catch(error => {
        if (isDead(error)) tenantToken.drop(used)
        throw error
      })
      return Object(body).data
    }
    return once().catch(error => {
      if (!isDead(error)) throw error
      return once()
    })
  }

  const told = async (path: string) => fields(await contact(path), { source: host.source, step: 'profile' })

  return {
    contact,
    // …/authentication-management/access-token/get-user-access-token; a code of requestAccess has no redirect URI
    async userToken(code, proof) {
      const body = {
        grant_type: 'authorization_code',
        client_id: app.clientId,
        client_secret: app.clientSecret.reveal(),
        code,
        ...(proof && { redirect_uri: proof.redirectUri, code_verifier: proof.codeVerifier }),
      }
      return (await ask('exchange', '/open-apis/authen/v2/oauth/token', postJson(body))).token('access_token')
    },
    // …/authentication-management/login-state-management/get
    async profile(userToken) {
      const headers = { authorization: `Bearer ${userToken}` }
      const me = (await ask('profile', '/open-apis/authen/v1/user_info', { headers })).object('data')
      return {
        unionId: me.string('union_id'),
        tenantKey: me.string('tenant_key'),
        name: me.optional('name'),
        email: me.optional('enterprise_email') ?? me.optional('email'),
        mobile: me.optional('mobile'),
        userId: me.optional('user_id'),
      }
    },
    // …/contact-v3/user/get
    async member(unionId) {
      const query = new URLSearchParams({
        user_id_type: 'union_id',
        department_id_type: 'open_department_id',
      })
      const user = (await told(`/users/${encodeURIComponent(unionId)}?${query}`)).object('user')
      return {
        unionId: user.optional('union_id'),
        name: user.optional('name'),
        email: user.optional('enterprise_email') ?? user.optional('email'),
        mobile: user.optional('mobile'),
        title: user.optional('job_title'),
        employeeNo: user.optional('employee_no'),
        departments: user.strings('department_ids').filter(id => id !== '0'),
      }
    },
    // …/contact-v3/department/get
    async department(id) {
      const query = new URLSearchParams({ department_id_type: 'open_department_id' })
      const found = (await told(`/departments/${encodeURIComponent(id)}?${query}`)).object('department')
      return { name: found.optional('name'), parent: found.optional('parent_department_id') }
    },
  }
}

/** After these one new token is worth a try (…/api-call-guide/generic-error-code). */
const deadToken: ReadonlySet<string> = new Set(['99991663', '99991664', '99991665', '99991671'])

const isDead = (error: unknown): boolean => error instanceof SsoError && deadToken.has(error.vendorCode ?? '')
