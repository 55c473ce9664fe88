import { maskedApplication } from './application.ts'
import { failure, ok, texts } from './envelope.ts'
import type { Endpoints, Server } from './index.ts'
import { readJson } from './parameters.ts'
import { type AuthorisationRequest, issueTo, mayEnter, problem } from './request.ts'
import { idOf, passwordOf, type User } from './users.ts'

/** What the page itself calls (§13.3). */
export function loginApi(server: Server): Endpoints {
  const { options, organisations, sessions } = server
  const attempts = new Attempts(server.world.now)

  /** §11: tells without any credential whether a client, an address and a scope go together. */
  function getAppLogin(request: Request): Response {
    const text = problem(server, readRequest(new URL(request.url).searchParams))
    return text === undefined ? ok(maskedApplication(options)) : failure(text)
  }

  async function login(request: Request): Promise<Response> {
    const body = await readJson(request)
    const application = body('application')
    if (application !== options.application) return failure(texts.noApplication(`admin/${application}`))
    // §1: the organisation is what the browser says it is
    const id = `${body('organization')}/${body('username')}`
    const user = organisations.find(id)
    if (!user) return failure(texts.noUser(id))
    const wrong = attempts.check(user, body('password'))
    if (wrong !== undefined) return failure(wrong)
    if (!mayEnter(user)) return failure(texts.forbidden)
    return body('type') === 'login' ? start(user) : code(request, user)
  }

  function start(user: User): Response {
    const reply = ok(idOf(user))
    reply.headers.set('set-cookie', sessions.start(idOf(user)))
    return reply
  }

  async function code(request: Request, user: User): Promise<Response> {
    const asked = readRequest(new URL(request.url).searchParams)
    const text = problem(server, asked)
    return text === undefined ? ok((await issueTo(server, user, asked)).code) : failure(text)
  }

  return [
    ['GET /api/get-app-login', getAppLogin],
    ['POST /api/login', login],
  ]
}

/** Five wrong passwords freeze a user for a quarter of an hour: `failedSigninLimit`, `failedSigninFrozenTime`. */
class Attempts {
  readonly #now: () => number
  readonly #wrong = new Map<string, { count: number; last: number }>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** What the person is told, if it is not the password. */
  check(user: User, password: string): string | undefined {
    const id = idOf(user)
    const before = this.#wrong.get(id)
    const frozen = before && before.count >= limit
    const minutesLeft = frozen ? Math.ceil((before.last + frozenMs - this.#now()) / 60_000) : 0
    if (minutesLeft > 0) return texts.frozen(minutesLeft)
    if (password === passwordOf(user)) {
      this.#wrong.delete(id)
      return undefined
    }
    const count = (frozen ? 0 : (before?.count ?? 0)) + 1
    this.#wrong.set(id, { count, last: this.#now() })
    return count < limit ? texts.wrongPassword(limit - count) : texts.frozen(frozenMs / 60_000)
  }
}

const limit = 5
const frozenMs = 15 * 60_000

/** The same things as at the page, in other letters. */
function readRequest(query: URLSearchParams): AuthorisationRequest {
  const text = (name: string) => query.get(name) ?? ''
  return {
    clientId: text('clientId'),
    responseType: text('responseType'),
    redirectUri: text('redirectUri'),
    scope: text('scope'),
    state: text('state'),
    nonce: text('nonce'),
    resource: text('resource'),
    codeChallenge: text('code_challenge'),
    codeChallengeMethod: text('code_challenge_method'),
  }
}
