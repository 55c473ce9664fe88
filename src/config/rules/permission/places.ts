import type { Path } from '../../../diagnostics/diagnostic.ts'
import { type PermissionProfile, sumOf } from '../../../permissions.ts'
import type { Draft, RawPermissions } from '../../draft.ts'

export interface Place {
  readonly at: Path
  readonly value: RawPermissions
}

/** Wherever the file speaks about permissions. */
export function permissionPlaces({ autoRegisters, grants }: Draft): Place[] {
  return [...autoRegisters, ...grants].flatMap(({ at, value: { permissions } }) =>
    permissions === undefined ? [] : [{ at: [...at, 'permissions'], value: permissions }],
  )
}

/** The names that are written there, each with its place. */
export function namesAt({ at, value }: Place): { at: Path; name: string }[] {
  const inList = Array.isArray(value) ? { at, names: value as readonly string[] } : undefined
  const inMap =
    typeof value === 'object' && 'names' in value ? { at: [...at, 'names'], names: value.names } : undefined
  const written = inList ?? inMap
  return (written?.names ?? []).map((name, index) => ({ at: [...(written?.at ?? []), index], name }))
}

/** The sum that is written there. */
export function sumAt({ at, value }: Place): { at: Path; sum: number } | undefined {
  if (typeof value === 'number') return { at, sum: value }
  return typeof value === 'object' && 'sum' in value ? { at: [...at, 'sum'], sum: value.sum } : undefined
}

/** The sum that a value stands for; undefined where another rule has something to say about it. */
export function meant(value: RawPermissions, profile: PermissionProfile): number | undefined {
  if (typeof value === 'number') return value
  const { sum, unknown } = sumOf('names' in value ? value.names : value, profile)
  return unknown.length > 0 || ('sum' in value && value.sum !== sum) ? undefined : sum
}
