import { type Fields, fields, type Host, requestJson, SsoError, type Step } from 'sso-kit/plugin'
import { accessTokenOf } from './access-token.ts'
import { deadToken, refusalIn, unseenDepartment, unseenMember } from './codes.ts'

/** The app, as far as its calls need it. */
export interface App {
  corpId: string
  clientSecret: { reveal(): string }
  endpoints: { api: string }
}

/** The directory's record of a member. E-mail and phone come only to apps from before June 2022. */
export interface Member {
  userId: string
  name: string | undefined
  email: string | undefined
  mobile: string | undefined
  title: string | undefined
  /** Disabled, or gone. */
  isInactive: boolean
  /** Ids of the departments that the person is directly in, as far as the app may see them. */
  departments: readonly string[]
}

export interface Department {
  name: string | undefined
  /** `0` is above the organisation, which is 1. */
  parent: string | undefined
}

export interface WeCom {
  /** Whose code this is: the UserId of a member; null for anybody else, who comes with an OpenId. */
  userIdOfCode(code: string): Promise<string | null>
  /** Null for somebody who is not in the range of the app. */
  member(userId: string): Promise<Member | null>
  /** The same for a department. */
  department(id: string): Promise<Department | null>
  /** Any call that only reads, by the app's own token. */
  read(path: string, parameters: Record<string, string>): Promise<Reply>
}

/** WeCom's calls (developer.work.weixin.qq.com/document). All answer 200, and an error is in `errcode`. */
export function weCom(host: Host, app: App): WeCom {
  const accessToken = accessTokenOf(host, app)

  async function once(step: Step, path: string, parameters: Record<string, string>): Promise<Reply> {
    const call = { source: host.source, step }
    const used = await accessToken.get()
    const query = new URLSearchParams({ access_token: used, ...parameters })
    const { body } = await requestJson(host.fetch, call, `${app.endpoints.api}${path}?${query}`)
    const reply = fields(body, call)
    const refusal = refusalIn(reply, call, path)
    if (deadToken.has(refusal?.vendorCode ?? '')) accessToken.drop(used)
    return { refusal, reply, body }
  }

  /** With a new token where the held one turns out to be dead: nothing was done, so nothing is done twice. */
  async function get(step: Step, path: string, parameters: Record<string, string>): Promise<Reply> {
    const first = await once(step, path, parameters)
    return deadToken.has(first.refusal?.vendorCode ?? '') ? once(step, path, parameters) : first
  }

  return {
    read: async (path, parameters) => get('profile', path, parameters),
    // path/91023, path/98176; the names of the fields were written with capitals once
    async userIdOfCode(code) {
      const { refusal, reply } = await get('exchange', '/cgi-bin/auth/getuserinfo', { code })
      if (refusal) throw refusal
      const userId = reply.optional('userid') ?? reply.optional('UserId')
      if (userId !== undefined) return userId
      if ((reply.optional('openid') ?? reply.optional('OpenId')) !== undefined) return null
      throw wrong(host, 'neither "userid" nor "openid" is there')
    },
    // path/90196
    async member(userid) {
      const { refusal, reply, body } = await get('profile', '/cgi-bin/user/get', { userid })
      if (refusal && unseenMember.has(refusal.vendorCode ?? '')) return null
      if (refusal) throw refusal
      return {
        userId: reply.string('userid'),
        name: reply.optional('name'),
        email: reply.optional('biz_mail') ?? reply.optional('email'),
        mobile: reply.optional('mobile'),
        title: reply.optional('position'),
        isInactive: inactive.has(reply.number('status') ?? 0),
        departments: idsIn(host, Object(body).department),
      }
    },
    // path/95351
    async department(id) {
      const { refusal, reply } = await get('profile', '/cgi-bin/department/get', { id })
      if (refusal && unseenDepartment.has(refusal.vendorCode ?? '')) return null
      if (refusal) throw refusal
      const department = reply.object('department')
      return { name: department.optional('name'), parent: department.number('parentid')?.toString() }
    },
  }
}

/** What WeCom said, and whether it was a refusal. */
export interface Reply {
  refusal: SsoError | undefined
  reply: Fields
  /** The same as it came, for its lists of numbers. */
  body: unknown
}

/** 2 is disabled and 5 has left; 4, who never started WeCom, has by now signed in with it all the same. */
export const inactive: ReadonlySet<number> = new Set([2, 5])

export function idsIn(host: Host, list: unknown): string[] {
  if (list === undefined || list === null) return []
  if (!Array.isArray(list)) throw wrong(host, '"department" is not a list')
  return list.map((id: unknown) => {
    if (!Number.isSafeInteger(id) || Number(id) < 1) throw wrong(host, '"department" is not a list of ids')
    return String(id)
  })
}

const wrong = ({ source }: Host, cause: string): SsoError =>
  new SsoError('source_reply_invalid', { source, step: 'profile', cause })
