import { type AccountView, accountView } from '../../accounts/view.ts'
import type { Account } from '../../model.ts'
import type { Site } from '../site.ts'

const usualAPage = 25

/** A page of accounts, as other programs see them. */
export interface AccountList {
  accounts: AccountView[]
  /** How many there are in all that fit. */
  total: number
  /** What to give as `after` for the page behind this one; null: this is the last. */
  next: string | null
}

export interface AccountQuestion {
  words?: string | undefined
  disabled?: boolean | undefined
  after?: string | undefined
}

export async function accountList(
  site: Site,
  { after, ...search }: AccountQuestion,
  most = usualAPage,
): Promise<AccountList> {
  const { accounts } = site.storage
  const [total, rows] = await Promise.all([
    accounts.count(search),
    accounts.page({ ...search, after, most: most + 1 }),
  ])
  const shown = rows.slice(0, most)
  return {
    accounts: await Promise.all(shown.map(({ account }) => viewOf(site, account))),
    total,
    next: rows.length > shown.length ? (shown.at(-1)?.key ?? null) : null,
  }
}

export async function viewOf({ storage, sessions, config }: Site, account: Account): Promise<AccountView> {
  const [bindings, living] = await Promise.all([
    storage.bindings.of(account.id),
    storage.sessions.of(account.id, sessions.alive()),
  ])
  return accountView(account, bindings, living.length, config)
}
