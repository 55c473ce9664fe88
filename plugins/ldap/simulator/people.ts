import { createHash } from 'node:crypto'
import type { Person } from 'sso-kit/plugin'

/** Everybody's is like this: a sandbox has nothing to protect, and a person must be able to type it. */
export const passwordOf = ({ id }: Pick<Person, 'id'>): string => `password-of-${id}`

/** An id like RFC 4122's, the same for one person every time. */
export function uuidOf(id: string): string {
  const hex = createHash('sha256').update(`ldap ${id}`).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** The bytes that Active Directory keeps for it ([MS-DTYP] §2.3.4). */
export function guidBytes(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

/** Left a week ago; the account was closed, not deleted. */
export const closedAccount = 'weixin'
