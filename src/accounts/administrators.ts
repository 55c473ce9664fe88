import type { Config } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import type { Account } from '../model.ts'
import type { Storage } from '../storage/storage.ts'
import { roleOf } from './role.ts'

/** Whoever could go to the administrators' pages now: enabled, in the role, and with a way in that is open. */
export async function administrators(
  storage: Storage,
  { admins, sources }: Pick<Config, 'admins' | 'sources'>,
): Promise<Account[]> {
  const named = await Promise.all(
    admins.map(({ source, subject }) => storage.bindings.findBySubject(source, subject)),
  )
  const ids = new Set([
    ...(await storage.accounts.withRole('admin')).map(({ id }) => id),
    ...named.flat().map(({ accountId }) => accountId),
  ])
  const isOpen = (id: string) => sources.some(source => source.id === id && source.enabled)
  const found: Account[] = []
  for (const id of ids) {
    const [account, bindings] = [await storage.accounts.find(id), await storage.bindings.of(id)]
    if (!account || account.disabled || roleOf(account, bindings, admins) !== 'admin') continue
    if (bindings.some(({ source }) => isOpen(source))) found.push(account)
  }
  return found
}

/** Does it all, or nothing of it where it would leave nobody in charge. Throws `last_administrator`. */
export const leavingOne = <T>(
  storage: Storage,
  config: Pick<Config, 'admins' | 'sources'>,
  work: (store: Storage) => Promise<T>,
): Promise<T> =>
  storage.atomically(async store => {
    const result = await work(store)
    if ((await administrators(store, config)).length === 0) throw new SsoError('last_administrator')
    return result
  })
