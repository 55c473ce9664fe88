import type { Config } from '../config/config.ts'
import type { Account, Binding, Role } from '../model.ts'

/**
 * An account is an administrator's if the file names one of its identities in `admins`, or if the command line made it
 * one. The file is asked each time: who leaves its list is no administrator any more.
 */
export function roleOf(account: Account, bindings: readonly Binding[], admins: Config['admins']): Role {
  const named = bindings.some(({ source, subject, issuer }) =>
    admins.some(
      admin => admin.source === source && admin.subject === subject && (admin.issuer ?? issuer) === issuer,
    ),
  )
  return named ? 'admin' : account.role
}
