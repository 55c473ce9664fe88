import { type Host, SsoError } from 'sso-kit/plugin'
import type { Department, Feishu } from './api.ts'
import { lackingScope, notReadable } from './codes.ts'

/** How long what was read of a department is believed. */
const lifeMs = 300_000
/** More departments than anybody is in or below: a bound for the calls of one sign-in. */
const most = 50

/**
 * Ids and names of the departments that a person is in, and of all above them, up to where the app can see. What was
 * read of a department is believed for five minutes, so that a morning's sign-ins cost a handful of calls.
 */
export function departmentsOf(host: Host, api: Feishu): (own: readonly string[]) => Promise<string[]> {
  const kept = new Map<string, { answer: Promise<Department | null>; until: number }>()

  function read(id: string): Promise<Department | null> {
    const held = kept.get(id)
    if (held && held.until > host.now()) return held.answer
    const answer = api.department(id).catch((error: unknown) => {
      if (error instanceof SsoError && outOfRange(error)) return null
      throw error
    })
    kept.set(id, { answer, until: host.now() + lifeMs })
    answer.catch(() => void kept.delete(id))
    return answer
  }

  return async own => {
    const found = new Map<string, Department | null>()
    const waiting = [...own]
    for (let id = waiting.shift(); id !== undefined && found.size < most; id = waiting.shift()) {
      if (id === '0' || found.has(id)) continue
      const department = await read(id)
      found.set(id, department)
      if (department?.parent !== undefined) waiting.push(department.parent)
    }
    const names = [...found.values()].flatMap(department => department?.name ?? [])
    // a name of this form could pass for the id of another department
    return [...found.keys(), ...new Set(names.filter(name => !name.startsWith('od-')))]
  }
}

/** A department that the app may not see has no name here, and nothing above it; a missing permission is none of that. */
const outOfRange = ({ vendorCode }: SsoError): boolean =>
  vendorCode !== undefined && vendorCode !== lackingScope && notReadable.has(vendorCode)
