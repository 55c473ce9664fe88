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
