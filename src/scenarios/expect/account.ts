import { grantInWords } from '../../accounts/grant-in-words.ts'
import type { PermissionProfile } from '../../permissions.ts'
import { namesOf } from '../../permissions.ts'
import { sumIn } from '../before.ts'
import type { ExpectedAccount, Permissions } from '../file.ts'
import type { Entered } from '../play.ts'
import { ifMeant, isSame, parted, spoken, type Unmet } from './unmet.ts'

/** What of the account is not as expected. */
export function unmetAccount(
  expected: ExpectedAccount,
  entered: Entered,
  profile: PermissionProfile,
): Unmet[] {
  const { permissions, ...others } = expected
  const actual = actualOf(entered)
  const keys = Object.keys(others) as (keyof typeof actual)[]
  return [
    ...keys
      .filter(key => !isSame(others[key], actual[key]))
      .map(key => unmet(key, others[key], actual[key], byGrants.has(key) ? appliedTo(entered) : [])),
    ...(permissions === undefined ? [] : unmetPermissions(permissions, entered, profile)),
  ]
}

const actualOf = ({ registered, account, role, person: { rights } }: Entered) => ({
  registered,
  username: account.username,
  displayName: account.displayName,
  email: account.email,
  phone: account.phone,
  role,
  baseDir: rights.baseDir,
  groups: rights.groups,
})

function unmetPermissions(expected: Permissions, entered: Entered, profile: PermissionProfile): Unmet[] {
  const actual = entered.person.rights.permission
  const wanted = sumIn(expected, profile)
  if (wanted === actual) return []
  // in the words of the expectation
  if (typeof expected === 'number') return [unmet('permissions', expected, actual, appliedTo(entered))]
  const { names, rest } = namesOf(actual, profile)
  const shown = rest === 0 ? names : actual
  return [unmet('permissions', expected, shown, appliedTo(entered))]
}

function unmet(key: string, expected: unknown, actual: unknown, why: readonly string[]): Unmet {
  const lists = Array.isArray(expected) && Array.isArray(actual)
  return {
    ...{ at: ['expect', 'account', key], expected, actual },
    message: lists ? `the ${key} are other ones: ${parted(expected, actual)}` : `${key} is ${spoken(actual)}`,
    label: `${lists ? 'they are' : 'it is'} ${spoken(actual)}`,
    help: ifMeant(key, actual, why),
  }
}

/** Keys that grants have a say in. */
const byGrants: ReadonlySet<string> = new Set(['baseDir', 'groups'])

/** The grants that apply, and why: whoever expected another one looks for that. */
function appliedTo({ person: { rights } }: Entered): string[] {
  if (rights.matches.length === 0) return ['no grant applies']
  return rights.matches.map(match => `applies: ${grantInWords(match)}`)
}
