import { createHash } from 'node:crypto'
import type { Person, World } from 'sso-kit/plugin'
import type { Google } from './index.ts'

/** Another customer of Google Workspace. */
export const otherDomain = 'other.example.org'

/** Two whom only Google knows: one never clicked the link in the mail, one works for somebody else. */
export const ownPeople: readonly Person[] = [
  outsider('unverified', 'Una Verified', 'una@example.net'),
  outsider('other-domain', 'Odd Domainsen', `odd@${otherDomain}`),
]

export const findPerson = (world: World, id: string): Person | undefined =>
  [...world.people, ...ownPeople].find(person => person.id === id)

/** Twenty-one digits, never reused, and too long for a float (§4.2). */
export function subjectOf({ id }: { id: string }): string {
  const number = createHash('sha256').update(`google ${id}`).digest().readBigUInt64BE()
  return `1${String(number).padStart(20, '0')}`
}

export interface Claims {
  sub: string
  email?: string
  email_verified?: boolean
  /** The Workspace customer's domain; absent from everybody's own accounts (§4.2). */
  hd?: string
  name?: string
  given_name?: string
  family_name?: string
  picture?: string
}

/** What Google says of a person to whoever was granted these scopes. */
export function claimsOf(
  person: Person,
  scopes: readonly string[],
  { options, world }: Pick<Google, 'options' | 'world'>,
): Claims {
  const { email, verified, hd } = mailboxOf(person, world.mailbox(person, options.allow?.domains))
  return {
    sub: subjectOf(person),
    ...(hd !== undefined && { hd }),
    ...(scopes.includes('email') && { email, email_verified: verified }),
    ...(scopes.includes('profile') && {
      name: person.name,
      ...namesOf(person),
      picture: `https://lh3.googleusercontent.com/a/${subjectOf(person)}=s96-c`,
    }),
  }
}

/**
 * Members have Workspace accounts, everybody else an account of their own: at gmail.com, or under an address that
 * somebody claimed and did not prove, also where it is one of the organisation's.
 */
function mailboxOf(
  { id, member }: Person,
  { email, domain }: { email: string; domain: string },
): { email: string; verified: boolean; hd?: string } {
  if (member) return { email: email || `${id}@${domain}`, verified: true, hd: domain }
  if (email.endsWith(`@${otherDomain}`)) return { email, verified: true, hd: otherDomain }
  if (id === 'unverified' || email.endsWith(`@${domain}`)) return { email, verified: false }
  return { email: `${id}@gmail.com`, verified: true }
}

/** The family name is optional: who writes the names together has only a given one. */
function namesOf({ name }: Person): Pick<Claims, 'given_name' | 'family_name'> {
  const words = name.split(' ')
  const family = words.length > 1 ? words.pop() : undefined
  return { given_name: words.join(' '), ...(family !== undefined && { family_name: family }) }
}

function outsider(id: string, name: string, email: string): Person {
  return { id, name, email, mobile: '', title: '', jobNumber: '', departments: [], member: false }
}
