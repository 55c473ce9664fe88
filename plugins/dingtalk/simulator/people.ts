import { createHash } from 'node:crypto'
import type { Person, World } from 'sso-kit/plugin'

/** The id of a person for one developer: stable, the same for all its apps, and nothing like the userid (§10). */
export const unionIdOf = (person: { id: string }): string =>
  `${digest('unionId', person.id).slice(0, 20)}iEiE`

/** The id of a person for one app (§10). */
export const openIdOf = (person: { id: string }, clientId: string): string =>
  digest(`openId ${clientId}`, person.id).slice(0, 22)

/** Some other organisation, to which the people outside ours belong. */
export const foreignCorpId = (person: { id: string }): string =>
  `ding${digest('corpId', person.id).slice(0, 24)}`

/** The name people give themselves; the organisation has another one for its own (§1.5a). */
export function nickOf({ name, member }: Person): string {
  if (!member) return name
  const last = Array.from(name).at(-1) ?? ''
  return /^\p{Script=Han}$/u.test(last) ? `阿${last}` : name
}

/**
 * Where somebody stands towards the organisation. A supplier or customer that it keeps among its external contacts
 * has a title there, but never a job number.
 */
export function standing(person: Person): 'employee' | 'external' | 'stranger' {
  if (person.member) return 'employee'
  return person.title !== '' && person.jobNumber === '' ? 'external' : 'stranger'
}

export function findPerson(world: World, id: string): Person | undefined {
  return world.people.find(person => person.id === id)
}

export function findEmployee(world: World, userid: string): Person | undefined {
  return world.people.find(person => person.id === userid && person.member)
}

/** Fields that are empty are not sent at all (§4.5, presence rules). */
export function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
}

function digest(kind: string, id: string): string {
  return createHash('sha256')
    .update(`${kind}\n${id}`)
    .digest('base64')
    .replace(/[^0-9A-Za-z]/g, '')
}
