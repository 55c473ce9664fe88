import type { AccountView } from '../../../accounts/view.ts'
import type { AccountList } from '../../admin/accounts.ts'
import { AdminFrame, type Framed, Paging } from './frame.tsx'

export interface AccountsPage extends Framed {
  list: AccountList
  /** As it was asked. */
  query: { q?: string | undefined; state?: string | undefined; after?: string | undefined }
}

export function accountsPage({ page, list, query }: AccountsPage) {
  const { text, base } = page
  const { admin } = text
  return (
    <AdminFrame page={page} tab="accounts" title={admin.tabs.accounts}>
      <div class="heading">
        <h1>{admin.tabs.accounts}</h1>
        <search>
          <form method="get" action={`${base}/admin/accounts`} class="search">
            <input
              type="search"
              name="q"
              value={query.q}
              aria-label={admin.searchAccounts}
              placeholder={admin.searchAccountsShort}
              maxLength={255}
              autocomplete="off"
            />
            <button type="submit" class="quiet">
              {text.search}
            </button>
          </form>
        </search>
      </div>
      <section class="card whole">
        <p class="muted" role="status">
          {list.total === 0 ? admin.nobody : admin.total(list.total)}
        </p>
        <ul class="rows">
          {list.accounts.map(account => (
            <Row key={account.id} page={page} account={account} />
          ))}
        </ul>
      </section>
      <Paging page={page} path="/admin/accounts" query={query} next={list.next} />
    </AdminFrame>
  )
}

function Row({ page, account }: Framed & { account: AccountView }) {
  const { text, base } = page
  const { id, username, displayName, role, permission, baseDir, identities } = account
  const sources = identities.map(({ source }) => source).join(', ')
  return (
    <li>
      <span class="grow">
        <a href={`${base}/admin/accounts/${id}`}>
          <strong>{displayName ?? username}</strong>
        </a>{' '}
        <code>{username}</code>
        <small>
          {[text.role[role], text.permissionSum(permission), baseDir, sources].filter(Boolean).join(' · ')}
        </small>
      </span>
      {account.disabled && <span class="tag">{text.admin.disabled}</span>}
      {account.sessions > 0 && <span class="tag">{text.admin.signedIn}</span>}
    </li>
  )
}
