import type { Config } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import type { Account } from '../model.ts'
import type { Storage } from '../storage/storage.ts'
import type { AuditEvent } from '../storage/tables.ts'
import { leavingOne } from './administrators.ts'
import { unbindWithin } from './bind.ts'
import { type Fields, kept } from './fields.ts'
import { keepPassword } from './local.ts'

/** Whoever changes accounts of others: the command line, an administrator at their pages, a program of theirs. */
export interface Hand {
  readonly storage: Storage
  readonly config: Config
  readonly now: () => number
  /**
   * Refuses what would leave no administrator, with `last_administrator`. Not for the command line: who has the machine can
   * make another one at once, and may have to shut out the only one there is.
   */
  readonly leavesOne: boolean
  /** Writes the audit line, and who did it. */
  record(entry: {
    event: AuditEvent
    accountId: string
    source?: string
    detail?: Record<string, unknown>
  }): Promise<void>
}

type Work<T> = (store: Storage) => Promise<T>

const doing = <T>({ leavesOne, storage, config }: Hand, work: Work<T>): Promise<T> =>
  leavesOne ? leavingOne(storage, config, work) : storage.atomically(work)

/** Shuts every door at once: sessions end here, and no source lets the account in any more. Answers how many ended. */
export async function disableAccount(hand: Hand, { id }: Account): Promise<number> {
  const ended = await doing(hand, async store => {
    await store.accounts.update(id, { disabled: true })
    await store.shutOuts.remember(id)
    return store.sessions.endAll(id)
  })
  await hand.record({ event: 'disabled', accountId: id })
  return ended
}

/** Answers whether it has a way in now: its last identity may have been taken away meanwhile. */
export async function enableAccount(hand: Hand, { id }: Account): Promise<boolean> {
  const { storage, config } = hand
  await storage.accounts.update(id, { disabled: false })
  await hand.record({ event: 'enabled', accountId: id })
  return (await storage.bindings.of(id)).some(({ source }) => isOpen(config, source))
}

const isOpen = ({ sources }: Config, id: string): boolean =>
  sources.some(known => known.id === id && known.enabled)

/** Answers how many ended. */
export async function endSessions(hand: Hand, { id }: Account): Promise<number> {
  const ended = await hand.storage.sessions.endAll(id)
  await hand.record({ event: 'sessions-ended', accountId: id })
  return ended
}

/** Throws `not_found` where there is no such identity, `last_credential` where it is the only way into an account that is enabled. */
export async function takeIdentity(hand: Hand, { id }: Account, source: string): Promise<void> {
  const { config, now } = hand
  const how = { isUsable: (one: string) => isOpen(config, one), emptiesDisabled: true }
  await doing(hand, store => unbindWithin(store, source, id, now(), how))
  await hand.record({ event: 'unbound', accountId: id, source })
}

/**
 * Sets fields, and a password that was hashed before; that ends all sessions. Answers the names of what changed, none
 * where nothing of it was set. Throws `username_taken`.
 */
export async function changeAccount(
  hand: Hand,
  account: Account,
  fields: Fields,
  password?: { source: string; record: string },
): Promise<string[]> {
  const changed = changesIn(fields, account)
  if (password) changed.push('password')
  if (changed.length === 0) return []
  await doing(hand, async store => {
    if (Object.keys(fields).length > 0 && !(await store.accounts.update(account.id, kept(fields))))
      throw new SsoError('username_taken')
    if (!password) return
    const { id, username } = { ...account, ...fields }
    await keepPassword(store, password.source, { id, username }, password.record, hand.now())
    await store.sessions.endAll(account.id)
  })
  await hand.record({ event: 'changed', accountId: account.id, detail: { fields: changed } })
  return changed
}

/** What nobody has set cannot be taken back. */
function changesIn(fields: Fields, { manualPermission, manualBaseDir }: Account): string[] {
  const isUnsetAlready = (name: string) =>
    (name === 'permission' && fields.permission === null && manualPermission === null) ||
    (name === 'baseDir' && fields.baseDir === null && manualBaseDir === null)
  return Object.keys(fields).filter(name => name !== 'usernameKey' && !isUnsetAlready(name))
}
