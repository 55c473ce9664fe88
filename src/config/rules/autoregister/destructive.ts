import { type PermissionProfile, permissions } from '../../../permissions.ts'
import type { RawPermissions } from '../../draft.ts'
import { meant } from '../permission/places.ts'

/** What cannot be undone. Writing over WebDAV is not among them: it is in the sum 768 that AList's own guide sets. */
const destructive = ['rename', 'move', 'remove', 'ftp_manage', 'mcp_write']

/** Which of the permissions that are given cannot be undone: by the bits where the names are the file's own. */
export function destructiveIn(given: RawPermissions, profile: PermissionProfile): string[] {
  const sum = meant(given, profile) ?? 0
  const isMeant = (bit: { name: string; value: number }) =>
    destructive.includes(bit.name) || (profile.name === 'custom' && destructiveBits.has(bit.value))
  return profile.bits.filter(bit => (sum & bit.value) === bit.value && isMeant(bit)).map(bit => bit.name)
}

/** Bits that mean the same in AList and OpenList. */
const destructiveBits = new Set(
  permissions
    .filter(({ name, profiles }) => destructive.includes(name) && profiles.includes('openlist'))
    .map(({ value }) => value),
)
