import { idOf, type User } from './users.ts'

export type Role = ReturnType<typeof rolesOf>[number]

/** Those who lead something have a role, with everybody who has it, and with it a permission (§8.3). */
export function rolesOf(owner: string, users: readonly User[]) {
  const leaders = users.filter(({ title }) => /组长|总监/.test(title)).map(idOf)
  return [
    {
      owner,
      name: 'lead',
      createdTime: '2026-01-05T08:00:00Z',
      displayName: '负责人',
      description: '',
      users: leaders,
      groups: [] as string[],
      roles: [] as string[],
      domains: [] as string[],
      isEnabled: true,
    },
  ]
}

export function permissionsOf(owner: string, users: readonly User[], application: string) {
  return rolesOf(owner, users).map(role => ({
    owner,
    name: 'open-application',
    createdTime: '2026-01-05T08:00:00Z',
    displayName: '打开应用',
    users: role.users,
    roles: [idOf(role)],
    resourceType: 'Application',
    resources: [application],
    actions: ['Read'],
    effect: 'Allow',
    isEnabled: true,
    state: 'Approved',
  }))
}
