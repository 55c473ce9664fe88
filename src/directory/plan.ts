import { isAllowed } from '../accounts/allow.ts'
import { factsOf } from '../accounts/facts.ts'
import type { SourceConfig } from '../config/config.ts'
import type { Admitted, Facts, Identity, Told } from '../model.ts'
import type { BoundMember } from '../storage/directory.ts'

/** A member of the directory, held to the host's rules, with everything that is above their departments. */
export interface Present {
  identity: Admitted & { directoryId: string }
  /** The vendor lets them in nowhere. */
  disabled: boolean
  /** False where their departments could not all be read: what they are in stays as it was. */
  isWhole: boolean
  /** True where they are in a department that was not read. */
  lacks: boolean
  /** When the directory was asked; it knows nothing of what was told later. */
  readAt: number
}

/** What the store has of them. */
export interface Known {
  bound: BoundMember | null
  rival: string | null
  unbound: boolean
}

/** What becomes of one member. Nothing that an administrator has set is in here. */
export type Outcome =
  | { kind: 'unchanged' }
  | { kind: 'created' }
  | { kind: 'updated'; binding: BindingChange; account: Partial<Told>; isMove: boolean; returned: boolean }
  | { kind: 'left'; why: Why }
  | { kind: 'conflict'; why: string }

/** Why somebody is out: they are no longer in the directory, it has disabled them, or the file no longer lets them in. */
export type Why = 'gone' | 'disabled' | 'not allowed'

export type BindingChange = Partial<{
  directoryId: string
  label: string | null
  facts: Facts
  told: Told
  goneAt: null
}>

/**
 * Pure. Compares what the directory says with what it said before: a field of the account follows it only while it is
 * still what the directory made it, so that an administrator's change stays.
 */
export function outcomeOf(
  { identity, disabled, isWhole, readAt }: Present,
  { bound, rival, unbound }: Known,
  source: Pick<SourceConfig, 'allow'>,
): Outcome {
  if (rival !== null)
    return { kind: 'conflict', why: 'the directory id belongs to another subject: a migration, or a re-hire' }
  const before = bound?.binding
  if (before && before.directoryId !== null && before.directoryId !== identity.directoryId)
    return { kind: 'conflict', why: 'the subject has another directory id' }
  const why = disabled ? 'disabled' : isWhole && !isAllowed(source.allow, identity) ? 'not allowed' : null
  if (!bound || !before) {
    // taken away from its account: it registers no second one
    return why !== null || unbound || !isWhole ? { kind: 'unchanged' } : { kind: 'created' }
  }
  // somebody who left after the directory was asked does not come back by it; both times are the database's
  if (before.goneAt !== null && before.goneAt >= readAt) return { kind: 'unchanged' }
  if (why !== null) return before.goneAt === null ? { kind: 'left', why } : { kind: 'unchanged' }

  const told = toldBy(identity, before.told)
  const facts = factsOf(identity, before.facts)
  const kept =
    !isWhole && before.facts?.public === facts.public
      ? { ...facts, departments: before.facts.departments }
      : facts
  const isMove = !sameList(kept.departments, before.facts?.departments ?? [])
  const binding: BindingChange = {
    ...(before.directoryId === null && { directoryId: identity.directoryId }),
    ...(labelOf(identity) !== before.label && { label: labelOf(identity) }),
    ...(!sameFacts(kept, before.facts) && { facts: kept }),
    ...(!sameTold(told, before.told) && { told }),
    ...(before.goneAt !== null && { goneAt: null }),
  }
  const account = following(bound, told)
  const isChanged = Object.keys(binding).length + Object.keys(account).length > 0
  return isChanged
    ? { kind: 'updated', binding, account, isMove, returned: before.goneAt !== null }
    : { kind: 'unchanged' }
}

export const labelOf = ({ displayName, username }: Identity): string | null => displayName ?? username ?? null

/** A field that is not told any more stays as it was told last: it may be a matter of permission. */
export const toldBy = (
  { displayName, email, emailVerified, phone }: Identity,
  before: Told | null = null,
): Told => ({
  displayName: displayName ?? before?.displayName ?? null,
  // an address that the vendor itself calls unproven is not kept
  email: (emailVerified === false ? null : email) ?? before?.email ?? null,
  phone: phone ?? before?.phone ?? null,
})

const fields = ['displayName', 'email', 'phone'] as const

/** The account's fields that are still the directory's. */
function following({ binding, account }: BoundMember, told: Told): Partial<Told> {
  const change: Partial<Told> = {}
  for (const field of fields) {
    const isOurs = account[field] === null || account[field] === binding.told?.[field]
    if (told[field] !== null && isOurs && account[field] !== told[field]) change[field] = told[field]
  }
  return change
}

const sameTold = (a: Told, b: Told | null): boolean =>
  b !== null && fields.every(field => a[field] === b[field])

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && (sameInOrder(a, b) || sameInOrder(a.toSorted(), b.toSorted()))

const sameInOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((each, place) => each === b[place])

function sameFacts(a: Facts, b: Facts | null): boolean {
  if (
    b === null ||
    a.public !== b.public ||
    a.directory !== b.directory ||
    a.domain !== b.domain ||
    a.email !== b.email ||
    a.title !== b.title
  )
    return false
  if (!sameList(a.departments, b.departments) || !sameList(a.groups, b.groups)) return false
  return sameList(
    Object.entries(a.attributes).map(pair => JSON.stringify(pair)),
    Object.entries(b.attributes).map(pair => JSON.stringify(pair)),
  )
}
