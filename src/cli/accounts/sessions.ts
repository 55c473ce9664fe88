import { endSessions } from '../../accounts/administer.ts'
import { documentOf as json } from '../../diagnostics/document.ts'
import { browserName } from '../../server/pages/browser-name.ts'
import { shown, table } from '../table.ts'
import { livingSessions, onAccount } from './action.ts'
import { handOf } from './hand.ts'

export const sessions = onAccount(async (desk, account) => {
  const { io, flags, storage } = desk
  const living = await storage.sessions.of(account.id, livingSessions(desk))
  if (flags.end) {
    const ended = await endSessions(handOf(desk), account)
    io.stdout.write(
      flags.json
        ? json({ ended })
        : `ended ${ended} session${ended === 1 ? '' : 's'} of ${shown(account.username)}\n`,
    )
    return 0
  }
  const views = living.map(({ source, createdAt, seenAt, address, userAgent }) => ({
    source,
    createdAt: new Date(createdAt).toISOString(),
    seenAt: new Date(seenAt).toISOString(),
    address,
    browser: browserName(userAgent) ?? null,
  }))
  if (flags.json) io.stdout.write(json(views))
  else if (views.length === 0) io.stdout.write(`${shown(account.username)} is not signed in\n`)
  else {
    const rows = views.map(view => [
      view.source,
      view.createdAt,
      view.seenAt,
      view.address,
      view.browser ?? '',
    ])
    io.stdout.write(table(['source', 'since', 'last seen', 'address', 'browser'], rows))
  }
  return 0
})
