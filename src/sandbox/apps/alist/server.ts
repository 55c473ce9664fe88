import { sameSecret } from '../../../hash.ts'
import { type AListUsers, aListUsers, type Roles, type Row, type ShownRow, shown } from './users.ts'

export interface AListServer {
  /** Requests below `/api` that are about users; undefined for any other. */
  handle(request: Request, path: string): Promise<Response | undefined>
  /** A sign-in from here has brought this: the user's token, of a new user where there is none yet. */
  signIn(ssoId: string): string
  /** What a token opens: the code and the message of AList's middleware, and whose it is. */
  judge(token: string): { code: number; message: string; user?: Row }
  /** What an administrator sees. */
  readonly users: AListUsers
}

/**
 * AList as far as it is about users, from `server/handles/user.go` and `server/middlewares/auth.go`: an answer has the
 * status 200 whatever it says, a sign-in does not ask whether somebody is disabled, and every request after it does.
 */
export function aListServer({
  token,
  random,
  roles = 'list',
}: {
  /** Of its settings: whoever sends it is the administrator. */
  token: string
  random: (bytes: number) => Buffer
  roles?: Roles
}): AListServer {
  const users = aListUsers(roles)
  const tokens = new Map<string, { id: number; pwdTs: number }>()

  function judge(given: string): ReturnType<AListServer['judge']> {
    if (sameSecret(given, token)) return passed(users.named('admin'))
    if (given === '') return { code: 401, message: 'Guest user is disabled, login please' }
    const known = tokens.get(given)
    const user = known && users.rows.get(known.id)
    if (!user) return { code: 401, message: 'token is invalidated' }
    if (known.pwdTs !== user.hidden.pwdTs)
      return { code: 401, message: 'Password has been changed, login please' }
    if (user.disabled) return { code: 401, message: 'Current user is disabled, replace please' }
    return passed(user)
  }
  const passed = (user: Row | undefined) => ({ code: 200, message: 'success', ...(user && { user }) })

  async function administered(request: Request, path: string): Promise<Response> {
    const query = new URL(request.url).searchParams
    if (request.method === 'GET' && path === '/list') {
      const [page, perPage] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 0)]
      const all = [...users.rows.values()].map(shown)
      const first = (Math.max(page, 1) - 1) * perPage
      return success({ content: perPage < 1 ? all : all.slice(first, first + perPage), total: all.length })
    }
    if (request.method === 'GET' && path === '/get') {
      const found = users.rows.get(Number(query.get('id')))
      return found ? success(shown(found)) : failure(500, 'failed get old user: record not found')
    }
    if (request.method === 'POST' && path === '/update') return update((await request.json()) as ShownRow)
    return failure(404, 'not found')
  }

  function update(sent: ShownRow): Response {
    const found = users.rows.get(sent.id)
    if (!found) return failure(500, 'failed get old user: record not found')
    if (String(found.role) !== String(sent.role)) return failure(400, 'role can not be changed')
    if (sent.disabled && users.isAdmin(found)) return failure(400, 'admin user can not be disabled')
    users.save(sent)
    return success(null)
  }

  return {
    users,
    judge,
    signIn(ssoId) {
      const user = users.bySsoId(ssoId) ?? users.register(ssoId, random(8).toString('hex'))
      const given = random(24).toString('base64url')
      tokens.set(given, { id: user.id, pwdTs: user.hidden.pwdTs })
      return given
    },
    async handle(request, path) {
      const [, below] = /^\/api\/(me$|admin\/user\/\w+$)/.exec(path) ?? []
      if (below === undefined) return undefined
      const { code, message, user } = judge(request.headers.get('authorization') ?? '')
      if (code !== 200 || !user) return failure(code, message)
      if (below === 'me') return success(shown(user))
      if (!users.isAdmin(user)) return failure(403, 'You are not an admin')
      return administered(request, path.slice('/api/admin/user'.length))
    },
  }
}

const success = (data: unknown): Response => Response.json({ code: 200, message: 'success', data })
const failure = (code: number, message: string): Response => Response.json({ code, message, data: null })
