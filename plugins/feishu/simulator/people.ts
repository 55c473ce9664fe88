import { createHash } from 'node:crypto'
import type { Department, Person, World } from 'sso-kit/plugin'

/** The id of a person for all apps of one organisation's developers (user-identity-introduction). */
export const unionIdOf = ({ id }: { id: string }): string => `on_${digest('union', id)}`

/** The id of a person in one app. */
export const openIdOf = ({ id }: { id: string }, clientId: string): string =>
  `ou_${digest(`open ${clientId}`, id)}`

/** The system's id of a department; the one that people choose is the world's own. */
export const openDepartmentId = (id: string): string => `od-${digest('department', id)}`

/** People of ours, people of an organisation that ours shares its app with, and everybody else. */
export function standing({ member, title }: Person): 'member' | 'partner' | 'stranger' {
  if (member) return 'member'
  return title !== '' ? 'partner' : 'stranger'
}

export const tenantKeyOf = (person: Person, own: string): string =>
  person.member ? own : digest('tenant', person.id).slice(0, 16)

export const findPerson = (world: World, id: string): Person | undefined =>
  world.people.find(person => person.id === id)

/** A department by either kind of id. */
export const findDepartment = (
  world: World,
  id: string,
  kind: 'department_id' | 'open_department_id',
): Department | undefined =>
  world.departments.find(one => (kind === 'department_id' ? one.id : openDepartmentId(one.id)) === id)

function digest(kind: string, id: string): string {
  return createHash('sha256').update(`${kind}\n${id}`).digest('hex').slice(0, 32)
}
