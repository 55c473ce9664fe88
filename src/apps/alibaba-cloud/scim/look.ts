import type { Provisioned } from '../../../storage/provisioned.ts'
import type { Found, ScimClient } from './client.ts'
import { isOurs } from './ours.ts'

const lookEveryMs = 3_600_000

/** Whether there is a user whom CloudSSO has not shown for so long that all are looked at. */
export const isLookDue = (rows: readonly Provisioned[], now: number): boolean =>
  rows.some(row => isTold(row) && row.kind === 'user' && (row.seenAt ?? 0) <= now - lookEveryMs)

/** Those of what CloudSSO was told that somebody has changed there by hand: deleted, exchanged, renamed, deactivated. */
export async function changedByHand(
  client: Pick<ScimClient, 'list'>,
  rows: readonly Provisioned[],
): Promise<Provisioned[]> {
  const told = rows.filter(isTold)
  const there = {
    user: await client.list('Users'),
    group: told.some(({ kind }) => kind === 'group') ? await client.list('Groups') : new Map<string, Found>(),
  }
  return told.filter(row => {
    const found = there[row.kind].get(row.remote)
    // it may write a name in other letters than it was told
    if (!found || found.name.toLowerCase() !== row.knownAs?.toLowerCase()) return true
    return row.kind === 'user' && !(found.active && isOurs(found, row))
  })
}

const isTold = ({ knownAs }: Provisioned): boolean => knownAs !== null
