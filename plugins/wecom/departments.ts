import { belongingsOf, type Department, type Host, keptAnswers } from 'sso-kit/plugin'
import type { WeCom } from './api.ts'
import { parentOf } from './record.ts'

/** How long what was read of a department is believed: a morning's sign-ins cost a handful of calls. */
const lifeMs = 300_000
/** Above the organisation; no department. */
const nothing = '0'

/** Of the departments that a person is in. */
export function departmentsOf(host: Host, api: WeCom): (own: readonly string[]) => Promise<string[]> {
  const read = keptAnswers<Department | null>(host, lifeMs, async id => {
    const found = await api.department(id)
    return found && { id, name: found.name ?? '', parent: parentOf(id, found.parent) }
  })
  return own =>
    belongingsOf(
      own.filter(id => id !== nothing),
      read,
    )
}
