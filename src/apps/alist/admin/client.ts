import { NotTaken, Unavailable } from '../../not-told.ts'

/** How the server calls AList. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** A user of AList, as far as it matters here. */
export interface AListUser {
  readonly id: number
  /** Whom AList takes them for when they come from here; empty: nobody. */
  readonly ssoId: string
  readonly disabled: boolean
  /** An administrator, or whom AList takes everybody without a token for. */
  readonly isBuiltIn: boolean
  /** The row as AList gave it. It may have a password in clear in it (those made by SSO, and all before 3.24). */
  readonly row: Readonly<Record<string, unknown>>
}

/** What is wrong, for whoever has to mend it. */
export type Fault = 'token' | 'administrator' | 'no-alist' | 'busy'

const whys: Readonly<Record<Fault, (code: number) => string>> = {
  token: code => `AList answers ${code}: adminToken is not the token of its settings`,
  administrator: code =>
    `AList answers ${code}: adminToken is not an administrator's, or max_devices keeps it out`,
  'no-alist': () => 'AList answers with something that no AList says: is url the address of AList?',
  busy: code => `AList answers ${code}`,
}

/** AList is not to be asked any more for now; `code` is its own, or the status of what stands in front of it. */
export class AListFault extends Unavailable {
  readonly fault: Fault
  readonly code: number
  constructor(fault: Fault, code: number) {
    super(whys[fault](code))
    this.fault = fault
    this.code = code
  }
}

export interface AListAdmin {
  /** How many there are: the least that can be asked. */
  count(): Promise<number>
  /** All there are. Throws {@link Unavailable} where AList tells of fewer than it says there are. */
  users(): Promise<AListUser[]>
  /** As they are now; throws {@link NotTaken} where there is none of this id. Which of several guests is the one, only a list tells. */
  user(id: number): Promise<AListUser>
  /** Everything else stays as it is in `user`, which has to be fresh: AList writes the whole row. */
  setDisabled(user: AListUser, disabled: boolean): Promise<void>
}

const perPage = 200
const mostPages = 250
/** Numbers of roles that are in every AList; since 3.46 a user has a list of them. */
const builtIn = { guest: 1, admin: 2 } as const

/**
 * AList's API for administrators (`server/handles/user.go`), which OpenList has too; one call at a time. Every answer has
 * the status 200, and its own code inside. Of its messages nothing is taken.
 */
export function aListAdmin(url: string, token: string, fetch: Fetch): AListAdmin {
  const root = `${url.replace(/\/+$/, '')}/api/admin/user`

  async function call(path: string, body?: object): Promise<unknown> {
    const reply = await fetch(root + path, {
      method: body === undefined ? 'GET' : 'POST',
      // not a Bearer token: AList compares the whole header
      headers: { authorization: token, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const { code, data } = envelopeOf(reply.status, await reply.text())
    if (code === 200) return data
    if (code === 401) throw new AListFault('token', code)
    if (code === 403) throw new AListFault('administrator', code)
    throw new NotTaken(code, `AList answers ${code}`)
  }

  async function list(page: number, most: number): Promise<{ content: unknown[]; total: number }> {
    const { content, total } = Object(await call(`/list?page=${page}&per_page=${most}`)) as Listed
    if (!Array.isArray(content) || typeof total !== 'number') throw unreadable()
    return { content, total }
  }

  return {
    count: async () => (await list(1, 1)).total,
    async users() {
      const all = new Map<number, AListUser>()
      for (let page = 1; page <= mostPages; page += 1) {
        const before = all.size
        const { content, total } = await list(page, perPage)
        for (const each of content) {
          const user = userIn(each)
          all.set(user.id, user)
        }
        if (all.size >= total) return withGuest([...all.values()])
        if (all.size === before) throw new Unavailable('AList does not list all users that it says there are')
      }
      throw new Unavailable(`AList has more than ${mostPages * perPage} users`)
    },
    user: async id => userIn(await call(`/get?id=${id}`)),
    async setDisabled({ row }, disabled) {
      // an empty password is the one there was
      await call('/update', { ...row, password: '', disabled })
    },
  }
}

interface Listed {
  content?: unknown
  total?: unknown
}

const unreadable = (status = 200) => new AListFault('no-alist', status)

function envelopeOf(status: number, text: string): { code: number; data?: unknown } {
  // a proxy in front of it
  if (status === 429 || status >= 500) throw new AListFault('busy', status)
  try {
    const { code, data } = Object(JSON.parse(text)) as { code?: unknown; data?: unknown }
    if (typeof code === 'number') return { code, data }
  } catch {}
  throw unreadable(status)
}

function userIn(value: unknown): AListUser {
  const row = Object(value) as Record<string, unknown>
  const { id, sso_id: ssoId, disabled } = row
  if (typeof id !== 'number' || typeof ssoId !== 'string' || typeof disabled !== 'boolean') throw unreadable()
  const roles = rolesIn(row)
  // a single role is its only user's
  const isBuiltIn = roles.includes(builtIn.admin) || row.role === builtIn.guest
  return { id, ssoId, disabled, isBuiltIn, row }
}

/** One number, or since 3.46 a list, which is null where somebody has none. */
function rolesIn({ role }: AListUser['row']): readonly number[] {
  const roles = role === null ? [] : [role].flat()
  if (!roles.every(each => typeof each === 'number')) throw unreadable()
  return roles
}

/** Since 3.46 many may have the role of a guest – by AList's default all whom it registers –, and the first of them is the guest. */
function withGuest(users: readonly AListUser[]): AListUser[] {
  const guests = users.filter(({ row }) => rolesIn(row).includes(builtIn.guest)).map(({ id }) => id)
  const guest = guests.reduce((first, id) => Math.min(first, id), Number.POSITIVE_INFINITY)
  return users.map(user => (user.id === guest ? { ...user, isBuiltIn: true } : user))
}
