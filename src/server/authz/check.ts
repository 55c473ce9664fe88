import { emailOf } from '../../accounts/email.ts'
import { wantsPage } from '../../apps/forward-auth/asked.ts'
import { identityOf } from '../../apps/forward-auth/identity.ts'
import { type Pass, passLifeMs, readPass } from '../../apps/forward-auth/pass.ts'
import { touchEveryMs } from '../sessions.ts'
import type { Answer } from './answer.ts'
import { type Ask, type Door, mayEnter, toSignIn } from './door.ts'

/** May whoever holds this pass? What is remembered is answered at once, all else by the store. */
export function check(door: Door, ask: Ask): Answer | Promise<Answer> {
  const { request, asked, app } = ask
  const cookie = door.cookies.read(request, 'sso_app')
  if (cookie === undefined) return toSignIn(door, ask)
  const now = door.now()
  const key = `${asked.host}\n${cookie}`
  const known = door.memory.recall(key)
  if (known && now < known.until && !(now >= known.renewFrom && wantsPage(asked, request.rawHeaders)))
    return { is: 'let in', identity: known.identity }
  const pass = readPass(cookie, { app: app.id, host: asked.host }, door.formKeys, now)
  return pass ? look(door, ask, pass, key) : toSignIn(door, ask)
}

async function look(door: Door, ask: Ask, { sessionId, expiresAt }: Pass, key: string): Promise<Answer> {
  const revision = door.memory.revision()
  const held = await door.sessions.heldById(sessionId)
  if (!held) return toSignIn(door, ask)
  const person = await mayEnter(door, ask, held)
  if ('is' in person) return person
  const renewFrom = expiresAt - passLifeMs / 2
  if (door.now() >= renewFrom && wantsPage(ask.asked, ask.request.rawHeaders))
    return toSignIn(door, ask, held)
  const identity = identityOf(person, await emailOf(person, door.storage, door.config))
  const { endsAt, seenAt } = held.session
  const until = Math.min(expiresAt, endsAt, seenAt + touchEveryMs, seenAt + door.config.session.idleMs)
  door.memory.keep(key, { identity, until, renewFrom }, revision)
  return { is: 'let in', identity }
}
