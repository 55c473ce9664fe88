import { registerAll } from '../accounts/register.ts'
import { roleOf } from '../accounts/role.ts'
import type { Config, SourceConfig } from '../config/config.ts'
import type { Admitted, Identity } from '../model.ts'
import type { AuditRecord } from '../storage/audit.ts'
import type { IdentityKey } from '../storage/bindings.ts'
import type { BoundMember } from '../storage/directory.ts'
import type { Storage } from '../storage/storage.ts'
import { type Known, type Outcome, type Present, toldBy, type Why } from './plan.ts'
import type { Changes } from './report.ts'

/** A member, what the store has of them, and what becomes of it. */
export interface Planned {
  present: Present
  known: Known
  outcome: Outcome
}

export interface Applying {
  source: SourceConfig
  config: Pick<Config, 'admins' | 'sources'>
  now: number
  newId: () => string
}

export const noChanges = (): Changes => ({
  created: 0,
  updated: 0,
  moved: 0,
  disabled: 0,
  enabled: 0,
  conflicts: 0,
})

/** Makes a batch so; call it inside `storage.atomically`. What could not be done is told in `problems`. */
export async function apply(
  storage: Storage,
  planned: readonly Planned[],
  applying: Applying,
  changes: Changes,
  problems: string[],
): Promise<void> {
  const audit: AuditRecord[] = []
  const fresh: Admitted[] = []
  for (const { present, known, outcome } of planned) {
    const { identity } = present
    if (outcome.kind === 'created') fresh.push(identity)
    if (outcome.kind === 'conflict') {
      changes.conflicts += 1
      problems.push(`${identity.directoryId}: ${outcome.why}`)
    }
    if (outcome.kind === 'updated' && known.bound)
      await update(storage, identity, known.bound, outcome, applying, changes, audit)
    if (outcome.kind === 'left' && known.bound) {
      const key = { source: applying.source.id, issuer: identity.issuer, subject: identity.subject }
      await leave(
        storage,
        { ...key, accountId: known.bound.account.id },
        outcome.why,
        applying,
        changes,
        problems,
      )
    }
  }
  const people = fresh.map(identity => ({ identity, told: toldBy(identity) }))
  const { source, now, newId } = applying
  const made = await registerAll(storage, source.id, people, source.autoRegister, { newId, now })
  changes.created += made.size
  for (const identity of fresh) {
    const account = made.get(identity)
    if (account) audit.push(line(applying, 'registered', account.id, { by: 'directory' }))
    else problems.push(`${identity.directoryId}: every username that it could have is taken`)
  }
  await storage.audit.insert(...audit)
}

async function update(
  storage: Storage,
  identity: Identity,
  { account }: BoundMember,
  outcome: Outcome & { kind: 'updated' },
  applying: Applying,
  changes: Changes,
  audit: AuditRecord[],
): Promise<void> {
  const source = applying.source.id
  const { issuer, subject } = identity
  if (Object.keys(outcome.binding).length > 0)
    await storage.directories.change({ source, issuer, subject }, outcome.binding)
  // one directory that has them is enough, whichever they left last
  const isBack = outcome.returned && account.leftAt !== null
  if (isBack || Object.keys(outcome.account).length > 0)
    await storage.accounts.update(account.id, {
      ...outcome.account,
      ...(isBack && { leftAt: null, leftSource: null }),
    })
  if (outcome.returned) {
    changes.enabled += 1
    audit.push(line(applying, 'returned', account.id, {}))
  } else changes.updated += 1
  if (outcome.isMove && !outcome.returned) changes.moved += 1
}

/**
 * Out, at once and everywhere: sessions end, and all that hangs on them. Another directory that still has the person
 * keeps the account open for its own sign-ins. Administrators are told of, and not touched: nobody else could undo it.
 */
export async function leave(
  storage: Storage,
  { accountId, ...key }: IdentityKey & { accountId: string },
  why: Why,
  { config, source, now, newId }: Applying,
  changes: Changes,
  problems: string[],
): Promise<void> {
  const account = await storage.accounts.find(accountId)
  if (!account) return
  if (roleOf(account, await storage.bindings.of(accountId), config.admins) === 'admin') {
    problems.push(
      `${account.username} is an administrator, and no longer in the directory (${why}): not disabled`,
    )
    return
  }
  await storage.directories.gone(key)
  const followed = config.sources.filter(({ sync, enabled }) => sync && enabled).map(({ id }) => id)
  if (await storage.directories.presentElsewhere(accountId, source.id, followed)) {
    await storage.shutOuts.remember(accountId, source.id)
    await storage.sessions.endOfSource(accountId, source.id)
  } else {
    if (account.leftAt === null)
      await storage.accounts.update(accountId, { leftAt: now, leftSource: source.id })
    await storage.shutOuts.remember(accountId)
    await storage.sessions.endAll(accountId)
  }
  changes.disabled += 1
  await storage.audit.insert(line({ source, now, newId }, 'left', accountId, { why }))
}

const line = (
  { source, now, newId }: Pick<Applying, 'source' | 'now' | 'newId'>,
  event: AuditRecord['event'],
  accountId: string,
  detail: Record<string, string>,
): AuditRecord => ({
  id: newId(),
  at: now,
  event,
  accountId,
  source: source.id,
  address: null,
  detail: JSON.stringify(detail),
})
