import type { World } from 'sso-kit/plugin'

const name = 'casdoor_session_id'

/** Browsers that have signed in by the login API. */
export class Sessions {
  readonly #world: World
  readonly #users = new Map<string, string>()

  constructor(world: World) {
    this.#world = world
  }

  /** Keeps who signed in, under the cookie that the reply has to set. */
  start(user: string): string {
    const value = this.#world.random(16).toString('hex')
    this.#users.set(value, user)
    return `${name}=${value}; Path=/; HttpOnly`
  }

  userOf(request: Request): string | undefined {
    return this.#users.get(cookieOf(request) ?? '')
  }

  end(request: Request): void {
    this.#users.delete(cookieOf(request) ?? '')
  }

  endAll(user: string): void {
    for (const [value, owner] of this.#users) if (owner === user) this.#users.delete(value)
  }
}

/** §8.1: every call that comes without the cookie leaves with one. */
export function withCookie(request: Request, reply: Response, world: World): Response {
  if (cookieOf(request) === undefined && !reply.headers.has('set-cookie'))
    reply.headers.set('set-cookie', `${name}=${world.random(16).toString('hex')}; Path=/; HttpOnly`)
  return reply
}

function cookieOf(request: Request): string | undefined {
  return /(?:^|; *)casdoor_session_id=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
}
