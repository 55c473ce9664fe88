import type { Config } from '../config/config.ts'
import type { Account, Binding } from '../model.ts'
import { namesOf } from '../permissions.ts'
import { rightsOf } from './rights.ts'
import { roleOf } from './role.ts'

/** An account as other programs see it: `accounts list --format json`. Keys are only ever added. */
export interface AccountView {
  id: string
  username: string
  displayName: string | null
  email: string | null
  phone: string | null
  role: Account['role']
  /** The sum, and its names in the profile in force. */
  permission: number
  permissions: readonly string[]
  baseDir: string
  groups: readonly string[]
  /** By an administrator, or as {@link left} says. */
  disabled: boolean
  /** The directory that no longer has the person, and since when. */
  left: { source: string; at: string } | null
  hasPassword: boolean
  /** ISO 8601, UTC. */
  createdAt: string
  lastSignInAt: string | null
  identities: { source: string; issuer: string; subject: string; boundAt: string }[]
  /** How many browsers are signed in. */
  sessions: number
}

export function accountView(
  account: Account,
  bindings: readonly Binding[],
  sessions: number,
  config: Pick<Config, 'permissions' | 'admins' | 'sources' | 'grants'>,
): AccountView {
  const { id, username, displayName, email, phone, disabled, leftAt, leftSource, createdAt, lastSignInAt } =
    account
  const { permission, baseDir, groups } = rightsOf(account, bindings, config)
  return {
    id,
    username,
    displayName,
    email,
    phone,
    role: roleOf(account, bindings, config.admins),
    permission,
    permissions: namesOf(permission, config.permissions).names,
    baseDir,
    groups,
    disabled,
    left: leftAt === null ? null : { source: leftSource ?? '', at: iso(leftAt) },
    hasPassword: bindings.some(binding => binding.password !== null),
    createdAt: iso(createdAt),
    lastSignInAt: lastSignInAt === null ? null : iso(lastSignInAt),
    identities: bindings.map(({ source, issuer, subject, boundAt }) => ({
      source,
      issuer,
      subject,
      boundAt: iso(boundAt),
    })),
    sessions,
  }
}

const iso = (at: number): string => new Date(at).toISOString()
