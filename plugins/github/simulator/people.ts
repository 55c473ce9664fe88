import { createHash } from 'node:crypto'
import type { Person, World } from 'sso-kit/plugin'

/** Numeric, and for ever (§1). */
export const idOf = (person: { id: string }): number => 1_000_000 + (hash(person.id) % 200_000_000)

/** Chosen by the person, who may change it: nothing follows from it (§1). */
export const loginOf = (person: { id: string }): string => `${person.id}-${(hash(person.id) % 900) + 100}`

/** `GET /user`. A name and a public address are there only for those who filled them in. */
export function userRecord(
  person: Person,
  world: World,
  page: (path: string) => string,
): Record<string, unknown> {
  const login = loginOf(person)
  const [address] = addressesOf(person, world)
  return {
    login,
    id: idOf(person),
    node_id: Buffer.from(`04:User${idOf(person)}`).toString('base64'),
    avatar_url: page(`/avatars/${idOf(person)}`),
    html_url: page(`/${login}`),
    type: 'User',
    site_admin: false,
    name: hash(person.id) % 4 === 0 ? null : person.name,
    company: null,
    email: address?.visibility === 'public' ? address.email : null,
    created_at: '2020-02-29T08:00:00Z',
  }
}

export interface Address {
  email: string
  primary: boolean
  verified: boolean
  visibility: 'public' | 'private' | null
}

/** `GET /user/emails`: the address somebody joined with is primary, whether they ever proved it or not (§3.2). */
export function addressesOf(person: Person, world: World): Address[] {
  const email = person.email || `${person.id}@mail.example.net`
  const verified = hasProved(person, world)
  const open = verified && hash(person.id) % 3 === 0
  const masked = `${idOf(person)}+${loginOf(person)}@users.noreply.github.com`
  return [
    { email, primary: true, verified, visibility: open ? 'public' : 'private' },
    { email: masked, primary: false, verified: true, visibility: null },
  ]
}

/** Trainees have not clicked the link in the mail yet, and nobody outside can read the organisation's mail. */
function hasProved({ title, member, email }: Person, { organization }: World): boolean {
  return title !== '实习生' && (member || !email.endsWith(`@${organization.domain}`))
}

function hash(text: string): number {
  return createHash('sha256').update(`github ${text}`).digest().readUInt32BE()
}
