/** A row of AList's table of users. */
export interface Row {
  id: number
  username: string
  /** In clear of those made by SSO, whom nothing ever hashes. */
  password: string
  base_path: string
  role: number | number[] | null
  disabled: boolean
  permission: number
  sso_id: string
  /** OpenList's own. */
  allow_ldap?: boolean
  /** Columns that its API neither gives nor takes. */
  hidden: { pwdHash: string; pwdTs: number; otpSecret: string }
}

/** What its API gives and takes of a row. */
export type ShownRow = Omit<Row, 'hidden'>

/** Roles are a number up to AList 3.45 and in OpenList, and a list of numbers since AList 3.46. */
export type Roles = 'one' | 'list'

const numbers = { general: 0, guest: 1, admin: 2 } as const

/** The users of an AList, with the two that are in every one. */
export function aListUsers(roles: Roles) {
  const rows = new Map<number, Row>()
  const roleOf = (role: number) => (roles === 'list' ? [role] : role)
  const has = ({ role }: Pick<Row, 'role'>, wanted: number) => [role].flat().includes(wanted)
  const add = (username: string, role: number, more: Partial<Row> = {}): Row => {
    const id = Math.max(0, ...rows.keys()) + 1
    const row: Row = {
      ...{ id, username, password: '', base_path: '/', role: roleOf(role) },
      ...{ disabled: false, permission: 0, sso_id: '', ...more },
      hidden: { pwdHash: '', pwdTs: 0, otpSecret: '', ...more.hidden },
    }
    rows.set(id, row)
    return row
  }
  add('admin', numbers.admin)
  add('guest', numbers.guest, { disabled: true })

  return {
    rows,
    named: (username: string) => [...rows.values()].find(each => each.username === username),
    bySsoId: (ssoId: string) => [...rows.values()].find(each => each.sso_id === ssoId),
    isAdmin: (row: Pick<Row, 'role'>) => has(row, numbers.admin),
    add: (username: string, more?: Partial<Row>) => add(username, numbers.general, more),
    /**
     * Auto-registration (`server/handles/ssologin.go`): the password is sixteen letters that sign nobody in, and where roles
     * are a list it is that of guests (`default_role`), until an administrator makes another one.
     */
    register: (ssoId: string, password: string) =>
      add(ssoId, roles === 'list' ? numbers.guest : numbers.general, { sso_id: ssoId, password }),
    /** `UpdateUser`: the whole row is written; a password is another one, and none leaves the hash, but not its time. */
    save({ password, ...sent }: ShownRow): void {
      const { pwdHash = '', otpSecret = '' } = rows.get(sent.id)?.hidden ?? {}
      const hidden = password === '' ? { pwdHash, pwdTs: 0 } : { pwdHash: `hash of ${password}`, pwdTs: 1 }
      rows.set(sent.id, { ...sent, password: '', hidden: { ...hidden, otpSecret } })
    },
  }
}

export type AListUsers = ReturnType<typeof aListUsers>

export const shown = ({ hidden: _, ...row }: Row): ShownRow => row
