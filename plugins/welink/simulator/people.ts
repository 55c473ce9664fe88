import { createHash } from 'node:crypto'
import type { Person, World } from 'sso-kit/plugin'

/** Everybody has an account in some tenant; people outside ours have it in one of their own. */
export interface Account {
  userId: string
  tenantId: string
}

/** `name@tenantcode` (§4.4), the name being the organisation's own. */
export function accountOf(person: Person, world: World, tenantId: string): Account {
  if (person.member) return { userId: userIdOf(person, world), tenantId }
  const elsewhere = createHash('sha256').update(`tenant of ${person.id}`).digest('hex')
  return {
    userId: `${person.id}@${elsewhere.slice(0, 11)}`,
    tenantId: elsewhere.slice(32).toUpperCase(),
  }
}

export function userIdOf(person: { id: string }, { organization }: World): string {
  const [tenantCode] = organization.domain.split('.')
  return `${person.id}@${tenantCode}`
}

/** Filled in only where it was known when the account was opened (§4.3): with the mailbox. */
export const corpUserIdOf = ({ id, email }: Person): string => (email === '' ? '' : id)

/** The form of §4.4: `+86-138…`. */
export const mobileNumberOf = ({ mobile }: Person): string => (mobile === '' ? '' : `+86-${mobile}`)

export function findPerson(world: World, id: string): Person | undefined {
  return world.people.find(person => person.id === id)
}
