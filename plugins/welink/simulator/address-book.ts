import type { Person, World } from 'sso-kit/plugin'
import type { Setting } from './setting.ts'

/** The tenant itself (§4.1). */
export const root = '0'

export interface Node {
  code: string
  name: string
  /** Empty for the root. */
  parent: string
  /** The root is 1: its children were seen with 2 (§4.1). */
  level: number
}

/** Departments and members, as far as the address-book scope of the app goes: what lies outside is missing (§4). */
export class AddressBook {
  readonly #world: World
  readonly #setting: Setting

  constructor(world: World, setting: Setting) {
    this.#world = world
    this.#setting = setting
  }

  /** In scope or not. */
  node(code: string): Node | undefined {
    if (code === root) return { code, name: this.#world.organization.name, parent: '', level: 1 }
    const department = this.#world.departments.find(({ id }) => id === code)
    if (!department) return undefined
    const { name, parent } = department
    return { code, name, parent: parent ?? root, level: this.chain(code).length }
  }

  /** The same by the tenant's own name for it. */
  nodeOfTenant(corpCode: string): Node | undefined {
    const department = this.#world.departments.find(({ id }) => corpCodeOf(id) === corpCode)
    return department && this.node(department.id)
  }

  /** A department and everything above it, the root last. */
  chain(code: string): string[] {
    const department = this.#world.departments.find(({ id }) => id === code)
    return department ? [code, ...this.chain(department.parent ?? root)] : [root]
  }

  sees(code: string): boolean {
    const scope = this.#setting.addressBook
    return scope === 'all' || this.chain(code).some(one => scope.includes(one))
  }

  childrenOf(code: string): Node[] {
    return this.#departments().filter(({ parent }) => parent === code)
  }

  /** Everything below, children before grandchildren. */
  descendantsOf(code: string): Node[] {
    return this.#departments()
      .filter(node => node.code !== code && this.chain(node.code).includes(code))
      .sort((a, b) => a.level - b.level)
  }

  /** Everybody, or those who sit in one department and not in one below it (§4.2, inference). */
  members(code?: string): Person[] {
    return this.#world.people.filter(person => {
      const codes = departmentCodes(person)
      return (
        person.member && codes.some(one => this.sees(one)) && (code === undefined || codes.includes(code))
      )
    })
  }

  #departments(): Node[] {
    return this.#world.departments.filter(({ id }) => this.sees(id)).flatMap(({ id }) => this.node(id) ?? [])
  }
}

/** The main one first; who is in none sits in the root (§4.2). */
export function departmentCodes({ departments }: Person): string[] {
  return departments.length > 0 ? departments : [root]
}

/** The tenant's own name for a department; the root has none. */
export const corpCodeOf = (code: string): string => (code === root || code === '' ? '' : `ORG-${code}`)
