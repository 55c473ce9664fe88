import { emailsOf } from '../../../accounts/email.ts'
import { peopleOf } from '../../../accounts/person.ts'
import type { AppConfig, Config } from '../../../config/config.ts'
import type { Account, Binding } from '../../../model.ts'
import { accessTo } from '../../access.ts'
import type { AlibabaCloudOptions } from '../party.ts'
import { sharedNames, userNameOr } from '../user-name.ts'

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
  const people = peopleOf(accounts, bindings, config)
  const emails = emailsOf(people)
  const everybody = people.map(person => ({
    person,
    email: emails.get(person.account.id),
    namesKey: Buffer.alloc(0),
  }))
  const shared = sharedNames(options, everybody)
  return everybody.flatMap((who): WantedUser[] => {
    const { person, email } = who
    const { account } = person
    if (!accessTo(app, person).allowed) return []
    const userName = userNameOr(options, who, shared)
    if (userName === undefined) return []
    const displayName = [...(account.displayName ?? account.username)].slice(0, longest.displayName).join('')
    // one address may be there only once
    const mail = email?.isTheirs && email.value.length <= longest.email ? email.value : undefined
    return [{ accountId: account.id, userName, displayName, email: mail, groups: person.rights.groups }]
  })
}

/**
 * The groups of the file's grants, as far as CloudSSO takes their names: those that a source alone knows are none of
 * Alibaba Cloud's business.
 */
export const groupNames = ({ grants }: Pick<Config, 'grants'>): string[] =>
  [...new Set(grants.flatMap(({ groups }) => groups))].filter(name => groupForm.test(name))
