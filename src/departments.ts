import type { Department } from './sandbox/world.ts'

/** More levels than any organisation has: a bound for what a directory may claim. */
const deepest = 100

/**
 * Where departments lie, theirs and those of all above them, as `allow` and grants may name it: `/示例科技/研发部/平台组`,
 * from the top of the directory down. A slash or backslash of a name has a backslash before it. Nothing is said of what
 * does not lead up to a department without a parent: the beginning of a path would be somewhere else.
 */
export const pathsOf = (departments: ReadonlyMap<string, Department>, own: Iterable<string>): string[] =>
  pathsIn(departments)(own)

/** The same for many people, where no department lies deeper than that: each path is worked out once. */
export function pathsIn(departments: ReadonlyMap<string, Department>): (own: Iterable<string>) => string[] {
  const paths = new Map<string, string | null>()

  function pathOf(id: string, depth = 0): string | null {
    const known = paths.get(id)
    if (known !== undefined) return known
    const department = departments.get(id)
    const above = department && parentPath(department, depth)
    // ids of this form are paths already (organisational units), and another one would pass for them
    const isClear = department !== undefined && department.name !== '' && !id.startsWith('/')
    const path = isClear && typeof above === 'string' ? `${above}/${escaped(department.name)}` : null
    paths.set(id, path)
    return path
  }

  const parentPath = ({ parent }: Department, depth: number): string | null => {
    if (parent === null) return ''
    return depth === deepest ? null : pathOf(parent, depth + 1)
  }

  /** From the top down. */
  function chainOf(id: string): string[] {
    const chain: string[] = []
    let next: string | null | undefined = id
    // what leads round and round has no path, and no end
    for (let depth = 0; typeof next === 'string' && depth <= deepest; depth += 1) {
      const path = pathOf(next)
      if (path !== null) chain.push(path)
      next = departments.get(next)?.parent
    }
    return chain.reverse()
  }

  return own => [...new Set([...own].flatMap(chainOf))]
}

const escaped = (name: string): string => name.replace(/[\\/]/g, '\\$&')

/**
 * Those names of departments that pass for nothing else: one of digits alone, or one like Feishu's `od-…`, would for an id,
 * one with a slash first for a path. Whoever may name a department must not choose where it belongs.
 */
export const namesOf = (names: Iterable<string>): string[] => [
  ...new Set([...names].filter(name => name !== '' && !/^\d+$|^od-|^\//.test(name))),
]

/** More departments than anybody is in or below: a bound for the calls of one sign-in. */
const most = 50

/**
 * Ids, names and paths of the departments that a person is in, and of all above them, up to where the app can see: `read`
 * is asked for each, and answers null for one that it cannot.
 */
export async function belongingsOf(
  own: Iterable<string>,
  read: (id: string) => Promise<Department | null>,
): Promise<string[]> {
  const found = new Map<string, Department | null>()
  const waiting = [...own]
  for (let id = waiting.shift(); id !== undefined && found.size < most; id = waiting.shift()) {
    if (found.has(id)) continue
    const department = await read(id)
    found.set(id, department)
    if (department?.parent) waiting.push(department.parent)
  }
  const tree = new Map([...found].flatMap(([id, department]) => (department ? [[id, department]] : [])))
  return [...found.keys(), ...namesOf([...tree.values()].map(({ name }) => name)), ...pathsOf(tree, own)]
}
