import { passFor, passLifeMs } from '../../apps/forward-auth/pass.ts'
import { ticketOf } from '../../apps/forward-auth/ticket.ts'
import { SsoError } from '../../errors.ts'
import { sha256 } from '../../hash.ts'
import type { Answer } from './answer.ts'
import { type Ask, type Door, mayEnter } from './door.ts'

/** A ticket for a pass, and on to the page that was wanted. Whatever is wrong with it, it is used up. */
export async function redeem(door: Door, ask: Ask): Promise<Answer> {
  const { request, asked, app } = ask
  const home = `${door.reach.scheme}://${asked.host}`
  const invalid = (cause: string): Answer => ({
    is: 'refused',
    thrown: new SsoError('state_invalid', { app: app.id, cause }),
    more: `${home}/`,
  })
  const shown = asked.method === 'GET' ? ticketOf(asked) : undefined
  if (shown === undefined) return invalid('no ticket')
  const ticket = await door.storage.tickets.take(sha256(shown))
  if (!ticket) return invalid('unknown ticket, or used before')
  const now = door.now()
  if (now >= ticket.expiresAt) return invalid('ticket expired')
  if (ticket.app !== app.id || ticket.host !== asked.host) return invalid('ticket of another site')
  const browser = door.cookies.read(request, 'sso_app_flow')
  if (browser === undefined || sha256(browser) !== ticket.browserHash)
    return invalid('ticket of another browser')
  const held = await door.sessions.heldById(ticket.sessionId)
  if (!held) return invalid('the session is over')
  const person = await mayEnter(door, ask, held)
  if ('is' in person) return person
  const pass = { sessionId: held.session.id, expiresAt: now + passLifeMs }
  const value = passFor(pass, { app: app.id, host: asked.host }, door.formKeys)
  return { is: 'sent', to: home + ticket.target, cookie: { name: 'sso_app', value } }
}
