import type { Department, World } from 'sso-kit/plugin'
import type { Account } from '../people.ts'

/** The departments somebody is in; guests are in none. */
export function directGroups({ person }: Account, { departments }: World): Department[] {
  return departments.filter(({ id }) => person.member && person.departments.includes(id))
}

/** With all that are above them. */
export function transitiveGroups(account: Account, world: World): Department[] {
  const found = new Set(directGroups(account, world))
  // a set hands out what was added while it is gone through
  for (const { parent } of found) {
    const above = world.departments.find(({ id }) => id === parent)
    if (above) found.add(above)
  }
  return [...found]
}
