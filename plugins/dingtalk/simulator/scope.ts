import type { Person, World } from 'sso-kit/plugin'
import { chain, departmentIds, root } from './departments.ts'
import type { Switches } from './switches.ts'

/** Whether the app may read a department: those it was given, and everything below them (§4.6). */
export function mayReadDepartment({ scope }: Switches, world: World, id: number): boolean {
  return scope === 'all' || chain(world, id).some(above => scope.departments.includes(above))
}

/** Whether the app may read somebody: by a department, or by name. */
export function mayReadPerson(switches: Switches, world: World, person: Person): boolean {
  const { scope } = switches
  if (scope === 'all' || scope.users.includes(person.id)) return true
  return departmentIds(person).some(id => mayReadDepartment(switches, world, id))
}

/** `auth/scopes` (§4.6): where the directory may be read from. Department 1 in it means everybody. */
export function scopesRecord({ scope, withheld }: Switches): Record<string, unknown> {
  const { departments, users } = scope === 'all' ? { departments: [root], users: [] } : scope
  return {
    auth_user_field: [
      'name',
      ...(withheld.has('fieldMobile') ? [] : ['mobile']),
      ...(withheld.has('fieldEmail') ? [] : ['email']),
    ],
    condition_field: [],
    auth_org_scopes: { authed_user: users, authed_dept: departments },
  }
}
