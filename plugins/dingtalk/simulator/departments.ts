import type { Department, Person, World } from 'sso-kit/plugin'

/** The organisation itself is department 1; the world's departments keep their decimal ids (§4). */
export const root = 1

/** A department as `topapi/v2/department/get` gives it (§4.1). */
export function departmentRecord(world: World, id: number): Record<string, unknown> | undefined {
  const department = findDepartment(world, id)
  const name = id === root ? world.organization.name : department?.name
  if (name === undefined) return undefined
  const members = world.people.filter(person => person.member)
  return {
    dept_id: id,
    name,
    ...(department && { parent_id: parentOf(department) }), // §4.1: the root has none
    order: id,
    create_dept_group: false,
    auto_add_user: false,
    dept_manager_userid_list: [],
    hide_dept: false,
    outer_dept: false,
    member_count: members.filter(person => departmentIds(person).some(one => chain(world, one).includes(id)))
      .length,
    owning_member_count: membersOf(world, id).length,
  }
}

/** The same in `topapi/v2/department/listsub` (§4.1). */
export function listedDepartment(department: Department): Record<string, unknown> {
  return {
    dept_id: Number(department.id),
    name: department.name,
    parent_id: parentOf(department),
    create_dept_group: false,
    auto_add_user: false,
  }
}

/** Whether there is such a department, the organisation being one. */
export function isDepartment(world: World, id: number): boolean {
  return id === root || findDepartment(world, id) !== undefined
}

export function findDepartment(world: World, id: number): Department | undefined {
  return world.departments.find(one => Number(one.id) === id)
}

/** One level only. */
export function below(world: World, id: number): Department[] {
  return world.departments.filter(department => parentOf(department) === id)
}

/** Who is in it directly, in the order of entry. */
export function membersOf(world: World, id: number): Person[] {
  return world.people.filter(person => person.member && departmentIds(person).includes(id))
}

/** The numbers of somebody's departments; people who are in none sit in the root. */
export function departmentIds({ departments }: Person): number[] {
  return departments.length > 0 ? departments.map(Number) : [root]
}

/** A department and everything above it, the organisation last. */
export function chain(world: World, id: number): number[] {
  const department = findDepartment(world, id)
  return department ? [id, ...chain(world, parentOf(department))] : [root]
}

const parentOf = ({ parent }: Department): number => (parent === null ? root : Number(parent))
