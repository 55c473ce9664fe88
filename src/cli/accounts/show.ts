import type { AccountView } from '../../accounts/view.ts'
import { documentOf as json } from '../../diagnostics/document.ts'
import { shown } from '../table.ts'
import { onAccount, viewOf } from './action.ts'
import { originsOf } from './origins.ts'

const stateOf = ({ disabled, left }: AccountView): string =>
  left
    ? `disabled: the directory of ${left.source} has them no longer, since ${left.at}; enable lets them in all the same`
    : disabled
      ? 'disabled'
      : 'enabled'

export const show = onAccount(async (desk, account) => {
  const view = await viewOf(desk, account)
  const { io, flags } = desk
  if (flags.json) {
    io.stdout.write(json(view))
    return 0
  }
  const origins = await originsOf(desk, account)
  const rows = [
    ['id', view.id],
    ['username', view.username],
    ['name', view.displayName],
    ['e-mail', view.email],
    ['phone', view.phone],
    ['role', view.role],
    ['permissions', `${view.permission} = ${view.permissions.join(' + ') || 'none'}`],
    ...origins.permissions,
    ['base dir', view.baseDir],
    ...origins.baseDir,
    ['groups', view.groups.join(', ')],
    ...origins.groups,
    ['state', stateOf(view)],
    ['password', view.hasPassword ? 'set' : 'none'],
    ['created', view.createdAt],
    ['last sign-in', view.lastSignInAt],
    ['sessions', String(view.sessions)],
    ...view.identities.map(({ source, issuer, subject, boundAt }) => [
      'identity',
      `${source}  ${subject}  of ${issuer}, bound ${boundAt}`,
    ]),
  ]
  for (const [name, value] of rows) if (value) io.stdout.write(`${(name ?? '').padEnd(13)}${shown(value)}\n`)
  return 0
})
