import { belongingsOf, type Department, type Host, keptAnswers, SsoError } from 'sso-kit/plugin'
import type { Feishu } from './api.ts'
import { lackingScope, notReadable } from './codes.ts'
import { nameOf, parentOf } from './record.ts'

/** How long what was read of a department is believed: a morning's sign-ins cost a handful of calls. */
const lifeMs = 300_000
/** The organisation itself: what is in it is in no department. */
const organisation = '0'

/** Of the departments that a person is in. */
export function departmentsOf(host: Host, api: Feishu): (own: readonly string[]) => Promise<string[]> {
  const read = keptAnswers<Department | null>(host, lifeMs, async id => {
    const found = await api.department(id).catch((error: unknown) => {
      if (error instanceof SsoError && outOfRange(error)) return null
      throw error
    })
    return found && { id, name: nameOf(found.name ?? ''), parent: parentOf(found.parent) }
  })
  return own =>
    belongingsOf(
      own.filter(id => id !== organisation),
      read,
    )
}

/** A department that the app may not see has no name here, and nothing above it; a missing permission is none of that. */
const outOfRange = ({ vendorCode }: SsoError): boolean =>
  vendorCode !== undefined && vendorCode !== lackingScope && notReadable.has(vendorCode)
