import { rightsOf } from '../../accounts/rights.ts'
import { roleOf } from '../../accounts/role.ts'
import type { Config } from '../../config/config.ts'
import { hmac } from '../../hash.ts'
import type { Account, Binding, Role } from '../../model.ts'
import type { FormKeys } from '../form-keys.ts'

/** AList's numbers of its built-in roles. */
const roleIds: Readonly<Record<Role, number>> = { general: 0, guest: 1, admin: 2 }

/** An account as `GET /api/me` of AList tells it. `bound` is its binding to the source of `callbacks.alist`. */
export function userOf(
  account: Account,
  bindings: readonly Binding[],
  { config, formKeys }: { config: Config; formKeys: FormKeys },
  bound: Binding | undefined,
): Record<string, unknown> {
  const role = roleOf(account, bindings, config.admins)
  const { permission, baseDir } = rightsOf(account, bindings, config)
  const common = {
    // its ids are numbers; this one is as stable as ours, and exact in JavaScript
    id: Number.parseInt(account.id.slice(0, 13), 16),
    username: account.username,
    password: '',
    base_path: baseDir,
    disabled: account.disabled,
    permission,
    sso_id: bound ? boundId(formKeys, bound) : '',
    otp: false,
  }
  // AList from 3.46 on has a list of roles, and permissions hang on those
  return config.permissions.name === 'alist'
    ? {
        ...common,
        role: [roleIds[role]],
        role_names: [role],
        permissions: [{ path: baseDir, permission }],
      }
    : { ...common, role: roleIds[role] }
}

/** What stands for a bound identity: pages send it back unchanged when they change something else. */
export const boundId = (keys: FormKeys, { source, issuer, subject }: Binding): string =>
  hmac(keys[0], `alist\n${source}\n${issuer}\n${subject}`)
