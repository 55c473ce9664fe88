import { pathsIn } from '../departments.ts'
import { type Department, namesOf } from '../plugin.ts'

/** More levels than any organisation has: a bound for what a directory may claim. */
const deepest = 100

/** The departments of one directory. */
export interface Tree {
  readonly size: number
  has(id: string): boolean
  /**
   * Ids of these departments and of all above them, then their names, then their paths: what `allow` and `grants`
   * compare. The same whatever the order of `own` is.
   */
  belongings(own: readonly string[]): string[]
  /** Departments that are their own ancestors, or lie deeper than 100 levels: nobody can say what they belong to. */
  readonly broken: readonly string[]
}

export function treeOf(departments: Iterable<Department>): Tree {
  const byId = new Map<string, Department>()
  for (const department of departments) byId.set(department.id, department)
  const paths = pathsIn(byId)
  /** Of those who are in this department alone: most people are in one, and with many others. */
  const alone = new Map<string, readonly string[]>()

  /** From the department itself upwards; null where that never ends. */
  function chain(id: string): readonly Department[] | null {
    const found: Department[] = []
    let next = byId.get(id)
    while (next !== undefined) {
      // what leads round and round is deeper than anything
      if (found.length === deepest) return null
      found.push(next)
      // a parent out of the scope ends the chain
      next = next.parent === null ? undefined : byId.get(next.parent)
    }
    return found
  }

  function whole(own: readonly string[]): string[] {
    const above = own.flatMap(id => chain(id) ?? [])
    const ids = new Set([...own, ...above.map(({ id }) => id)])
    // a department that is called like the id of another one does not belong to that
    const names = namesOf(above.map(({ name }) => name)).filter(name => !byId.has(name))
    const clear = own.filter(id => chain(id) !== null)
    // kept for each department, so of no more room than it takes
    return [...ids].sort().concat(names.sort(), paths(clear).sort())
  }

  return {
    size: byId.size,
    has: id => byId.has(id),
    belongings(own) {
      const [id] = own
      if (id === undefined || own.length > 1 || !byId.has(id)) return whole(own)
      const found = alone.get(id) ?? whole(own)
      alone.set(id, found)
      return [...found]
    },
    get broken() {
      return [...byId.keys()].filter(id => chain(id) === null)
    },
  }
}
