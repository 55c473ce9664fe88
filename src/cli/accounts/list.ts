import { type AccountView, accountView } from '../../accounts/view.ts'
import { documentOf as json } from '../../diagnostics/document.ts'
import { table } from '../table.ts'
import { type Action, livingSessions } from './action.ts'

export const list: Action = async desk => {
  const { io, storage, config, flags } = desk
  const [accounts, bindings, sessions] = await Promise.all([
    storage.accounts.list(),
    storage.bindings.list(),
    storage.sessions.count(livingSessions(desk)),
  ])
  const byAccount = grouped(bindings)
  const views = accounts.map(account =>
    accountView(account, byAccount.get(account.id) ?? [], sessions.get(account.id) ?? 0, config),
  )
  io.stdout.write(flags.json ? json(views) : asTable(views))
  return 0
}

/** Node 20 has no Map.groupBy. */
function grouped<T extends { accountId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(row.accountId, [...(groups.get(row.accountId) ?? []), row])
  return groups
}

function asTable(views: readonly AccountView[]): string {
  if (views.length === 0) return 'no accounts yet\n'
  const rows = views.map(view => [
    view.username,
    view.displayName ?? '',
    view.role,
    String(view.permission),
    view.baseDir,
    view.identities.map(({ source }) => source).join(', '),
    view.disabled ? 'disabled' : view.sessions > 0 ? 'signed in' : '',
  ])
  return table(['username', 'name', 'role', 'permission', 'base dir', 'sources', ''], rows)
}
