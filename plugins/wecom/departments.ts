import { type Department, type Host, namesOf, pathsOf } from 'sso-kit/plugin'
import type { Department as Found, WeCom } from './api.ts'
import { parentOf } from './record.ts'

/** How long what was read of a department is believed. */
const lifeMs = 300_000
/** More departments than anybody is in or below: a bound for the calls of one sign-in. */
const most = 50

/**
 * Ids, names and paths of the departments that a person is in, and of all above them, up to where the app can see. What was
 * read of a department is believed for five minutes, so that a morning's sign-ins cost a handful of calls.
 */
export function departmentsOf(host: Host, api: WeCom): (own: readonly string[]) => Promise<string[]> {
  const kept = new Map<string, { answer: Promise<Found | null>; until: number }>()

  function read(id: string): Promise<Found | null> {
    const held = kept.get(id)
    if (held && held.until > host.now()) return held.answer
    const answer = api.department(id)
    kept.set(id, { answer, until: host.now() + lifeMs })
    answer.catch(() => void kept.delete(id))
    return answer
  }

  return async own => {
    const found = new Map<string, Found | null>()
    const waiting = [...own]
    for (let id = waiting.shift(); id !== undefined && found.size < most; id = waiting.shift()) {
      if (id === '0' || found.has(id)) continue
      const department = await read(id)
      found.set(id, department)
      if (department?.parent !== undefined) waiting.push(department.parent)
    }
    const tree = treeOf(found)
    return [...found.keys(), ...namesOf([...tree.values()].map(({ name }) => name)), ...pathsOf(tree, own)]
  }
}

/** Those that the app may see. */
function treeOf(found: ReadonlyMap<string, Found | null>): Map<string, Department> {
  const tree = new Map<string, Department>()
  for (const [id, department] of found)
    if (department) tree.set(id, { id, name: department.name ?? '', parent: parentOf(id, department.parent) })
  return tree
}
