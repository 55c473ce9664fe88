import { emailsOf } from '../../../accounts/email.ts'
import { personOf } from '../../../accounts/person.ts'
import type { AppConfig, Config } from '../../../config/config.ts'
import { SsoError } from '../../../errors.ts'
import type { Account, Binding } from '../../../model.ts'
import { accessTo } from '../../access.ts'
import type { Who } from '../../saml/app.ts'
import { userNameOf } from '../open.ts'
import type { AlibabaCloudOptions } from '../party.ts'

/** A user as CloudSSO is to have it. */
export interface WantedUser {
  readonly accountId: string
  readonly userName: string
  readonly displayName: string
  readonly email: string | undefined
  readonly groups: readonly string[]
}

/** Limits of CloudSSO's users and groups. */
const longest = { displayName: 256, email: 128 } as const
const groupForm = /^[A-Za-z0-9._-]{1,128}$/

/** Whoever may open the app and has a name there, with the groups that grants of the file give them. */
export function wantedUsers(
  app: Pick<AppConfig, 'enabled' | 'allow'>,
  options: AlibabaCloudOptions,
  config: Pick<Config, 'sources' | 'grants'>,
  accounts: readonly Account[],
  bindings: readonly Binding[],
): WantedUser[] {
  const byAccount = new Map<string, Binding[]>()
  for (const binding of bindings)
    byAccount.set(binding.accountId, [...(byAccount.get(binding.accountId) ?? []), binding])
  const people = accounts.map(account => personOf(account, byAccount.get(account.id) ?? [], config))
  const emails = emailsOf(people)
  return people.flatMap((person): WantedUser[] => {
    const { account } = person
    if (!accessTo(app, person).allowed) return []
    const email = emails.get(account.id)
    const userName = nameOr(options, { person, email, namesKey: Buffer.alloc(0) })
    if (userName === undefined) return []
    const displayName = [...(account.displayName ?? account.username)].slice(0, longest.displayName).join('')
    // one address may be there only once
    const mail = email?.isTheirs && email.value.length <= longest.email ? email.value : undefined
    return [{ accountId: account.id, userName, displayName, email: mail, groups: person.rights.groups }]
  })
}

/** Who has no name there gets none: nobody else's is made up. */
function nameOr(options: AlibabaCloudOptions, who: Who): string | undefined {
  try {
    return userNameOf(options, who)
  } catch (thrown) {
    if (thrown instanceof SsoError && thrown.code === 'app_refused') return undefined
    throw thrown
  }
}

/**
 * The groups of the file's grants, as far as CloudSSO takes their names: those that a source alone knows are none of
 * Alibaba Cloud's business.
 */
export const groupNames = ({ grants }: Pick<Config, 'grants'>): string[] =>
  [...new Set(grants.flatMap(({ groups }) => groups))].filter(name => groupForm.test(name))
