import { emailOf } from '../../accounts/email.ts'
import { wantsPage } from '../../apps/forward-auth/asked.ts'
import { identityOf } from '../../apps/forward-auth/identity.ts'
import { type Pass, passLifeMs, readPass } from '../../apps/forward-auth/pass.ts'
import { touchEveryMs } from '../sessions.ts'
import { type Answer, linesFor } from './answer.ts'
import { type Ask, type Door, type LetIn, mayEnter, toSignIn } from './door.ts'

/** May whoever holds this pass? What is remembered is answered at once, all else by the store. */
export function check(door: Door, ask: Ask): Answer | Promise<Answer> {
  const cookie = door.cookies.read(ask.request, 'sso_app')
  if (cookie === undefined) return toSignIn(door, ask)
  const known = door.memory.recall(cookie)
  return known instanceof Promise
    ? known.then(found => decide(door, ask, cookie, found))
    : decide(door, ask, cookie, known)
}

function decide(door: Door, ask: Ask, cookie: string, known: LetIn | undefined): Answer | Promise<Answer> {
  const { request, asked, app } = ask
  const now = door.now()
  if (
    known !== undefined &&
    // the pass of this very host
    known.host === asked.host &&
    now < known.until &&
    (now < known.renewFrom || !wantsPage(asked, request.rawHeaders))
  )
    return known
  const pass = readPass(cookie, { app: app.id, host: asked.host }, door.formKeys, now)
  return pass ? look(door, ask, pass, cookie) : toSignIn(door, ask)
}

async function look(door: Door, ask: Ask, { sessionId, expiresAt }: Pass, cookie: string): Promise<Answer> {
  const remember = await door.memory.begin(cookie, sessionId)
  const held = await door.sessions.heldById(sessionId)
  if (!held) return toSignIn(door, ask)
  const person = await mayEnter(door, ask, held)
  if ('is' in person) return person
  const renewFrom = expiresAt - passLifeMs / 2
  if (door.now() >= renewFrom && wantsPage(ask.asked, ask.request.rawHeaders))
    return toSignIn(door, ask, held)
  const lines = linesFor(identityOf(person, await emailOf(person, door.storage, door.config)))
  const { endsAt, seenAt } = held.session
  const until = Math.min(expiresAt, endsAt, seenAt + touchEveryMs, seenAt + door.config.session.idleMs)
  const letIn: LetIn = { is: 'let in', lines, host: ask.asked.host, until, renewFrom }
  await remember(letIn)
  return letIn
}
