import type { Department, Person } from 'sso-kit/plugin'
import type { Feishu } from './index.ts'
import { findDepartment } from './people.ts'

/** The organisation itself; as `department_id` it stands for who is in no department. */
const root = '0'

/** Departments and members, as far as the contact range of the app goes. */
export class AddressBook {
  readonly #feishu: Feishu

  constructor(feishu: Feishu) {
    this.#feishu = feishu
  }

  /** Of a department within the range; undefined for any other. The root is within it only where everybody is. */
  ownId(id: string, kind: 'department_id' | 'open_department_id'): string | undefined {
    const own = id === root ? root : findDepartment(this.#feishu.world, id, kind)?.id
    return own !== undefined && this.isWithin(own) ? own : undefined
  }

  isWithin(own: string): boolean {
    const { range } = this.#feishu.setting
    return range === 'all' || this.#chain(own).some(id => range.includes(id))
  }

  sees({ departments }: Person): boolean {
    return (departments.length > 0 ? departments : [root]).some(id => this.isWithin(id))
  }

  childrenOf(own: string): Department[] {
    return this.#departments.filter(({ parent }) => (parent ?? root) === own)
  }

  allBelow(own: string): Department[] {
    return this.#departments.filter(({ id }) => id !== own && this.#chain(id).includes(own))
  }

  membersOf(own: string): Person[] {
    return this.#feishu.world.people.filter(
      ({ member, departments }) =>
        member && (own === root ? departments.length === 0 : departments.includes(own)),
    )
  }

  get #departments(): readonly Department[] {
    return this.#feishu.world.departments
  }

  #chain(own: string): string[] {
    const department = this.#departments.find(({ id }) => id === own)
    return department ? [own, ...this.#chain(department.parent ?? root)] : [own]
  }
}
