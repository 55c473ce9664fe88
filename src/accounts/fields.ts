import type { Config } from '../config/config.ts'
import { listed } from '../config/words.ts'
import { Halt } from '../errors.ts'
import type { Account, Role } from '../model.ts'
import { namesOf, sumOf } from '../permissions.ts'
import { usernameFault, usernameKey } from './username.ts'
import { isEmail } from './vouched.ts'

export const roles: readonly Role[] = ['general', 'guest', 'admin']

/** What an administrator wishes of an account, whichever way they say it. Null takes back what was set. */
export interface Wish {
  username?: string | undefined
  role?: string | undefined
  /** Names of the profile in force, or their sum. */
  permissions?: readonly string[] | number | null | undefined
  baseDir?: string | null | undefined
  displayName?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
}

export type Fields = Partial<Pick<Account, 'displayName' | 'email' | 'phone' | 'role' | 'username'>> & {
  usernameKey?: string
  /** Null: what an administrator set before no longer counts. */
  permission?: number | null
  baseDir?: string | null
}

/** The fields as the store has them: what an administrator sets is theirs, and stands above grants. */
export function kept({ permission, baseDir, ...rest }: Fields) {
  return {
    ...rest,
    ...(rest.email !== undefined && { manualEmail: rest.email }),
    ...(permission !== undefined && { manualPermission: permission }),
    ...(baseDir !== undefined && { manualBaseDir: baseDir }),
  }
}

/** The fields of a wish, each checked. Throws {@link Halt} that says what is wrong with one. */
export function fieldsOf(wish: Wish, config: Config): Fields {
  const { username, role, permissions, baseDir, displayName, email, phone } = wish
  return {
    ...(username !== undefined && usernameOf(username)),
    ...(role !== undefined && { role: roleNamed(role) }),
    ...(permissions !== undefined && {
      permission: permissions === null ? null : permissionOf(permissions, config),
    }),
    ...(baseDir !== undefined && { baseDir: baseDir === null ? null : baseDirOf(baseDir) }),
    ...(displayName !== undefined && { displayName: displayName === null ? null : short(displayName, 128) }),
    ...(email !== undefined && { email: emailOf(email) }),
    ...(phone !== undefined && { phone: phone === null ? null : short(phone, 64) }),
  }
}

/** One line of text, no longer than sources may say it either. */
function short(text: string, most: number): string {
  if ([...text].length > most || /\p{Cc}/u.test(text))
    throw new Halt('a name or number is too long, or has lines', `at most ${most} characters, on one line`)
  return text
}

function usernameOf(username: string): Pick<Required<Fields>, 'username' | 'usernameKey'> {
  const fault = usernameFault(username)
  // an administrator may give reserved names: the first account is often called admin
  if (fault !== undefined && fault !== 'reserved') {
    const why = {
      length: '1 to 64 characters',
      characters: 'letters, digits and . _ @ + - only',
      scripts: 'one alphabet only',
    }
    throw new Halt(`"${username}" cannot be a username`, why[fault])
  }
  return { username, usernameKey: usernameKey(username) }
}

function emailOf(address: string | null): string | null {
  if (address !== null && !isEmail(address))
    throw new Halt(`"${address}" is no e-mail address`, 'write name@example.com')
  return address
}

function roleNamed(word: string): Role {
  const role = roles.find(known => known === word)
  if (role === undefined) throw new Halt(`there is no role "${word}"`, `choose one of ${roles.join(', ')}`)
  return role
}

function permissionOf(wish: readonly string[] | number, { permissions }: Config): number {
  if (typeof wish === 'number') {
    const { rest } = namesOf(wish, permissions)
    if (!Number.isInteger(wish) || wish < 0 || wish > 0x7fff_ffff)
      throw new Halt(`${wish} is no permission sum`, 'it has at most 31 bits')
    if (rest !== 0)
      throw new Halt(
        `${wish} has bits that ${permissions.name} does not name: ${listed(bitsOf(rest))}`,
        `sso-kit permissions ${wish} splits it; permissionProfile says which names there are`,
      )
    return wish
  }
  const { sum, unknown } = sumOf(wish, permissions)
  if (unknown.length > 0) {
    throw new Halt(
      `${permissions.name} has no permission "${unknown[0]}"`,
      `it has ${permissions.bits.map(({ name }) => name).join(', ')}`,
    )
  }
  return sum
}

/** `bit 14 (16384)` */
const bitsOf = (sum: number): string[] =>
  Array.from({ length: 31 }, (_, bit) => bit)
    .filter(bit => (sum & (1 << bit)) !== 0)
    .map(bit => `bit ${bit} (${1 << bit})`)

function baseDirOf(path: string): string {
  if (!path.startsWith('/') || path.includes('\\') || path.split('/').includes('..')) {
    throw new Halt(`"${path}" cannot be a base directory`, 'it begins with / and has no .. or \\ in it')
  }
  return path
}
