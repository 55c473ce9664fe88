import { type Person, personOf } from '../../accounts/person.ts'
import { accessTo } from '../../apps/access.ts'
import { type Asked, wantsPage } from '../../apps/forward-auth/asked.ts'
import type { Reach } from '../../apps/forward-auth/site.ts'
import { renewalOf, wishQuery } from '../../apps/forward-auth/ticket.ts'
import type { AppConfig } from '../../config/config.ts'
import { sha256 } from '../../hash.ts'
import { refusalOf } from '../apps/enter.ts'
import type { Context } from '../context.ts'
import type { Cookies } from '../cookies.ts'
import type { Held, SessionKeeper } from '../sessions.ts'
import type { Answer, Question, Welcome } from './answer.ts'
import type { Memory } from './memory.ts'

/** What questions are answered with. */
export interface Door extends Context {
  readonly reach: Reach
  readonly cookies: Cookies
  readonly sessions: SessionKeeper
  readonly memory: Memory<LetIn>
}

/** Somebody let in, where, and how long that needs no other look at the store. */
export interface LetIn extends Welcome {
  readonly host: string
  readonly until: number
  /** From then on a page that is opened gets a new pass first. */
  readonly renewFrom: number
}

/** A question that was understood, and the app whose site it is about. */
export interface Ask extends Question {
  readonly asked: Asked
  readonly app: AppConfig
}

/** The holder of a living session, if the app's `allow` lets them in now. */
export async function mayEnter(door: Door, ask: Ask, { account }: Held): Promise<Person | Answer> {
  // the account has just been read with the session
  const person = personOf(account, await door.storage.bindings.of(account.id), door.config)
  const decision = accessTo(ask.app, person)
  if (decision.allowed) return person
  return { is: 'refused', thrown: refusalOf(ask.app, account, decision), more: startOf(door, ask) }
}

/** To our start address for this page; `held` has a pass that is half used up. Who wants no page is told so. */
export function toSignIn(door: Door, ask: Ask, held?: Held): Answer {
  const { request, asked, app } = ask
  if (!wantsPage(asked, request.rawHeaders)) return { is: 'unknown' }
  const value = door.cookies.read(request, 'sso_app_flow') ?? door.random(32).toString('base64url')
  const query = wishQuery(asked, door.reach, sha256(value))
  if (held) query.set('renews', renewalOf(held.session.id, app.id, door.formKeys))
  return { is: 'sent', to: `${startOf(door, ask)}?${query}`, cookie: { name: 'sso_app_flow', value } }
}

const startOf = ({ config }: Door, { app }: Ask): string => `${config.publicUrl}/apps/${app.id}/start`
