import type { Department, World } from 'sso-kit/plugin'
import { idOf, type User } from './users.ts'

export type Group = ReturnType<typeof groupRecord>

/** §8.3: departments become groups; a name is unique across the instance, so it is the department's number. */
export function groupRecords(owner: string, world: World, users: readonly User[]): Group[] {
  return world.departments.map(department => groupRecord(owner, department, users))
}

function groupRecord(owner: string, { id, name, parent }: Department, users: readonly User[]) {
  return {
    owner,
    name: id,
    displayName: name,
    createdTime: '2026-01-05T08:00:00Z',
    updatedTime: '2026-01-05T08:00:00Z',
    manager: '',
    contactEmail: '',
    type: 'Physical',
    parentId: parent ?? owner,
    isTopGroup: parent === null,
    users: users.filter(user => user.groups.includes(`${owner}/${id}`)).map(idOf),
    isEnabled: true,
    properties: {},
  }
}

interface Branch {
  title: string
  key: string
  type: string
  owner: string
  children: Branch[]
}

/** `withTree=true`. */
export function groupTree(groups: readonly Group[], parent?: string): Branch[] {
  return groups
    .filter(group => (parent === undefined ? group.isTopGroup : group.parentId === parent))
    .map(({ owner, name, displayName, type }) => ({
      title: displayName,
      key: name,
      type,
      owner,
      children: groupTree(groups, name),
    }))
}

/** `useGroupPathInToken` (§5): `org/top/…/leaf` for `org/leaf`. */
export function groupPath(groups: readonly Group[], id: string): string {
  const group = groups.find(one => idOf(one) === id)
  if (!group || group.isTopGroup) return id
  return `${groupPath(groups, `${group.owner}/${group.parentId}`)}/${group.name}`
}
