import type { Person } from 'sso-kit/plugin'
import type { WeCom } from './index.ts'

/** The organisation itself is department 1. */
export const root = 1

/** Departments and members, as far as the range of the app (可见范围) goes. */
export class AddressBook {
  readonly #wecom: WeCom

  constructor(wecom: WeCom) {
    this.#wecom = wecom
  }

  isWithin(id: number): boolean {
    const { range } = this.#wecom.setting
    return range === undefined || this.#chain(id).some(each => range.includes(String(each)))
  }

  sees(person: Person): boolean {
    return departmentsOf(person).some(id => this.isWithin(id))
  }

  /** A department and everything below it; without one, all that is within the range. */
  allBelow(id?: number): number[] {
    const all = [root, ...this.#wecom.world.departments.map(department => Number(department.id))]
    return all.filter(each => this.isWithin(each) && (id === undefined || this.#chain(each).includes(id)))
  }

  membersOf(id: number): Person[] {
    return this.#wecom.world.people.filter(person => person.member && departmentsOf(person).includes(id))
  }

  #chain(id: number): number[] {
    const department = this.#wecom.world.departments.find(each => Number(each.id) === id)
    return department ? [id, ...this.#chain(Number(department.parent ?? root))] : [id]
  }
}

/** People without a department sit in the organisation itself. */
const departmentsOf = ({ departments }: Person): number[] =>
  departments.length > 0 ? departments.map(Number) : [root]
