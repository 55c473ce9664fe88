import type { Config } from '../config/config.ts'
import type { Account, Binding } from '../model.ts'
import type { Storage } from '../storage/storage.ts'
import type { Vouched } from './grants.ts'
import { type Rights, rightsOf, vouchedBy } from './rights.ts'

/** Somebody as apps see them: the account, what sources vouch for about it now, and what follows by the file. */
export interface Person {
  readonly account: Account
  /** All there are; {@link identities} are those that count. */
  readonly bindings: readonly Binding[]
  readonly identities: readonly Vouched[]
  readonly rights: Rights
}

export function personOf(
  account: Account,
  bindings: readonly Binding[],
  config: Pick<Config, 'sources' | 'grants'>,
): Person {
  return {
    account,
    bindings,
    identities: vouchedBy(config.sources, bindings),
    rights: rightsOf(account, bindings, config),
  }
}

/** Of all accounts there are, with all bindings there are. */
export function peopleOf(
  accounts: readonly Account[],
  bindings: readonly Binding[],
  config: Pick<Config, 'sources' | 'grants'>,
): Person[] {
  const byAccount = new Map<string, Binding[]>()
  for (const binding of bindings) {
    const own = byAccount.get(binding.accountId)
    if (own) own.push(binding)
    else byAccount.set(binding.accountId, [binding])
  }
  return accounts.map(account => personOf(account, byAccount.get(account.id) ?? [], config))
}

/** Somebody whose account was read just now. */
export async function personBehind(
  account: Account,
  storage: Pick<Storage, 'bindings'>,
  config: Pick<Config, 'sources' | 'grants'>,
): Promise<Person> {
  return personOf(account, await storage.bindings.of(account.id), config)
}

/** As they are in the store now; undefined where there is no such account. */
export async function findPerson(
  accountId: string,
  storage: Storage,
  config: Pick<Config, 'sources' | 'grants'>,
): Promise<Person | undefined> {
  const [account, bindings] = await Promise.all([
    storage.accounts.find(accountId),
    storage.bindings.of(accountId),
  ])
  return account && personOf(account, bindings, config)
}
