import type { World } from 'sso-kit/plugin'
import type { User } from './users.ts'

/** Who gave what to the application; without a user the application acts for itself. */
export interface Grant {
  user: User | undefined
  application: string
  scope: string
  nonce: string
  /** RFC 8707: takes the place of the audience. */
  resource: string
  codeChallenge: string
}

export interface Times {
  issuedSeconds: number
  expiresSeconds: number
}

/** A row of the table of tokens. */
export interface Token extends Grant {
  id: string
  code: string
  codeUsed: boolean
  codeExpires: number
  /** Milliseconds since 1970; logging out moves it into the past. */
  expires: number
  issued: number
  accessToken: string
  refreshToken: string
}

type Mint = (grant: Grant, times: Times, id: string) => Promise<{ accessToken: string; refreshToken: string }>

/** `expireInHours` of the templates (§4). */
export const lifetimeSeconds = 168 * 3600
const codeLifetimeMs = 300_000

/** What was issued: tokens are looked up here, whatever their signature says (§6). */
export class Tokens {
  readonly #world: World
  readonly #mint: Mint
  #rows: Token[] = []

  constructor(world: World, mint: Mint) {
    this.#world = world
    this.#mint = mint
  }

  /** §4: tokens are made together with their code, so they are older than their exchange. */
  async issue(grant: Grant): Promise<Token> {
    const issued = this.#world.now()
    const issuedSeconds = Math.floor(issued / 1000)
    const times = { issuedSeconds, expiresSeconds: issuedSeconds + lifetimeSeconds }
    const id = `admin/${this.#uuid()}`
    const token: Token = {
      ...grant,
      ...(await this.#mint(grant, times, id)),
      id,
      code: this.#world.random(10).toString('hex'),
      codeUsed: false,
      codeExpires: issued + codeLifetimeMs,
      issued,
      expires: times.expiresSeconds * 1000,
    }
    this.#rows.push(token)
    return token
  }

  byCode(code: string): Token | undefined {
    return this.#rows.find(token => token.code === code)
  }

  byAccessToken(accessToken: string): Token | undefined {
    return this.#rows.find(token => token.accessToken === accessToken)
  }

  byRefreshToken(refreshToken: string): Token | undefined {
    return this.#rows.find(token => token.refreshToken === refreshToken)
  }

  remove(token: Token): void {
    this.#rows = this.#rows.filter(row => row !== token)
  }

  /** Ends those that `which` is true for. */
  expire(which: (token: Token) => boolean): void {
    for (const token of this.#rows.filter(which)) token.expires = Math.min(token.expires, this.#world.now())
  }

  isExpired(token: Token): boolean {
    return token.expires <= this.#world.now()
  }

  #uuid(): string {
    const hex = this.#world.random(16).toString('hex')
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
  }
}

/** The token of a request: in the header, or under one of two names in the address (§6). */
export function bearerOf(request: Request): string {
  const [, bearer] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  const query = new URL(request.url).searchParams
  return bearer ?? query.get('accessToken') ?? query.get('access_token') ?? ''
}
