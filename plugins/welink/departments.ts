import { type Department, type Host, keptAnswers, namesOf, pathsOf } from 'sso-kit/plugin'
import { isNotPermitted, type WeLink } from './api.ts'
import { departmentOf } from './record.ts'

/** More departments than anybody is in or below: a bound for the calls of one sign-in. */
const most = 20
/** How long what was read of a department is believed. */
const lifeMs = 300_000
/** Between two tries of a call that the app has no permission for. */
const pauseMs = 3_600_000

/**
 * Codes, names and paths of the departments that a person is in, and of all above them, as the directory has them. Records
 * have the codes of a person's own alone, and the rest takes a permission; an app without it does without the rest, and
 * is not held up by asking at every sign-in.
 */
export function departmentsOf(host: Host, api: WeLink): (own: readonly string[]) => Promise<string[]> {
  const department = keptAnswers(host, lifeMs, api.department)
  let silentUntil = 0

  return async own => {
    const codes = new Set(own)
    const tree = new Map<string, Department>()
    if (silentUntil > host.now()) return [...codes]
    let asked = 0
    try {
      // grows while it is walked: what is above comes after
      for (const code of codes) {
        if (asked === most) break
        asked += 1
        const found = await department(code)
        if (found?.parent) codes.add(found.parent)
        if (found) tree.set(code, departmentOf({ ...found, code }))
      }
    } catch (error) {
      if (!isNotPermitted(error)) throw error
      silentUntil = host.now() + pauseMs
      host.log.warn(
        { source: host.source },
        'WeLink lets this app read no departments, only the codes of a person’s own',
      )
    }
    return [...codes, ...namesOf([...tree.values()].map(({ name }) => name)), ...pathsOf(tree, own)]
  }
}
