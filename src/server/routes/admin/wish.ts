import type { Wish } from '../../../accounts/fields.ts'
import type { Config } from '../../../config/config.ts'
import type { Account } from '../../../model.ts'
import { namesOf, sumOf } from '../../../permissions.ts'

/** What the form of an account's page asks for: only what is different from what is there. */
export function wishIn(form: unknown, account: Account, { permissions: profile }: Config): Wish {
  const { role, permissionsBy, permissions, baseDir } = form as Record<string, unknown>
  const { names } = namesOf(account.manualPermission ?? 0, profile)
  const wanted = permissionsBy === 'here' ? textsIn(permissions) : null
  const dir = typeof baseDir === 'string' && baseDir.trim() !== '' ? baseDir.trim() : null
  // a bit without a name has no box to tick: it stays until something else is ticked
  const isSame =
    wanted === null
      ? account.manualPermission === null
      : account.manualPermission !== null && sumOf(wanted, profile).sum === sumOf(names, profile).sum
  return {
    ...(typeof role === 'string' && role !== account.role && { role }),
    ...(!isSame && { permissions: wanted }),
    ...(dir !== account.manualBaseDir && { baseDir: dir }),
  }
}

const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string')
