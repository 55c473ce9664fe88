import { createHash } from 'node:crypto'
import type { Person, World } from 'sso-kit/plugin'

/** The claims that a scope stands for (Core §5.4); other scopes are ignored (Core §3.1.2.1). */
export const scopes: Readonly<Record<string, readonly (keyof Claims)[]>> = {
  openid: [],
  profile: ['name', 'preferred_username'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
}

/** What the person agreed to, and what the token request has to match. */
export interface Session {
  person: string
  scopes: readonly string[]
  redirectUri: string
  nonce: string | null
  codeChallenge: string | null
  authTimeSeconds: number
}

/** Stable, and no address or name. */
export const subjectOf = (person: { id: string }): string =>
  createHash('sha256').update(`partner subject\n${person.id}`).digest('hex').slice(0, 32)

interface Claims {
  name?: string
  preferred_username?: string
  email?: string
  email_verified?: boolean
  phone_number?: string
  phone_number_verified?: boolean
}

/** A member of the organisation and an outsider who claims one of its addresses are not equally believed. */
export function claimsOf(
  person: Person,
  granted: readonly string[],
  world: World,
  domains?: readonly string[],
): Claims {
  const { id, name, mobile, member } = person
  const { email, domain } = world.mailbox(person, domains)
  const claims: Claims = {
    name,
    preferred_username: id,
    ...(email && { email, email_verified: member || !email.endsWith(`@${domain}`) }),
    ...(mobile && { phone_number: `+86 ${mobile}`, phone_number_verified: true }),
  }
  const allowed = new Set<string>(granted.flatMap(scope => scopes[scope] ?? []))
  return Object.fromEntries(Object.entries(claims).filter(([claim]) => allowed.has(claim)))
}

/** Random strings that stand for something for a while, and remember having been used. */
export class Tickets<T> {
  readonly #world: World
  readonly #lifetimeMs: number
  readonly #issued = new Map<string, { value: T; expires: number; used: boolean }>()

  constructor(world: World, lifetimeSeconds: number) {
    this.#world = world
    this.#lifetimeMs = lifetimeSeconds * 1000
  }

  issue(value: T): string {
    const ticket = this.#world.random(24).toString('base64url')
    this.#issued.set(ticket, { value, expires: this.#world.now() + this.#lifetimeMs, used: false })
    return ticket
  }

  read(ticket: string): T | undefined {
    const found = this.#issued.get(ticket)
    return found && found.expires > this.#world.now() ? found.value : undefined
  }

  /** What the ticket stands for, and whether this is not the first time. */
  redeem(ticket: string): { value: T; again: boolean } | undefined {
    const found = this.#issued.get(ticket)
    const again = found?.used ?? false
    if (!found || (!again && found.expires <= this.#world.now())) return undefined
    found.used = true
    return { value: found.value, again }
  }

  /** Takes back what `which` is true for. */
  revoke(which: (value: T) => boolean): void {
    for (const [ticket, { value }] of this.#issued) if (which(value)) this.#issued.delete(ticket)
  }
}
