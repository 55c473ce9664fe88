import { usernameFault, usernameKey } from '../../accounts/username.ts'
import { isEmail } from '../../accounts/vouched.ts'
import type { Config } from '../../config/config.ts'
import { listed } from '../../config/words.ts'
import { Halt } from '../../errors.ts'
import type { Account, Role } from '../../model.ts'
import { namesOf, sumOf } from '../../permissions.ts'
import type { Flags } from './action.ts'

const roles: readonly Role[] = ['general', 'guest', 'admin']

type Fields = Partial<Pick<Account, 'displayName' | 'email' | 'phone' | 'role' | 'username'>> & {
  usernameKey?: string
  /** Null: what an administrator set before no longer counts. */
  permission?: number | null
  baseDir?: string | null
}

/** The fields as the store has them: what the command line sets is an administrator's, and stands above grants. */
export function kept({ permission, baseDir, ...rest }: Fields) {
  return {
    ...rest,
    ...(permission !== undefined && { manualPermission: permission }),
    ...(baseDir !== undefined && { manualBaseDir: baseDir }),
  }
}

/** The fields that the flags set; each is checked here, whatever command it is for. */
export function fieldsOf(flags: Flags, config: Config): Fields {
  return {
    ...unset(flags),
    ...(flags.username !== undefined && usernameOf(flags.username)),
    ...(flags.role !== undefined && { role: roleNamed(flags.role) }),
    ...(flags.permissions !== undefined && { permission: permissionOf(flags.permissions, config) }),
    ...(flags['base-dir'] !== undefined && { baseDir: baseDirOf(flags['base-dir']) }),
    ...(flags['display-name'] !== undefined && { displayName: flags['display-name'] || null }),
    ...(flags.email !== undefined && { email: emailOf(flags.email) }),
    ...(flags.phone !== undefined && { phone: flags.phone || null }),
  }
}

/** `--unset permissions,base-dir` */
function unset(flags: Flags): Pick<Fields, 'permission' | 'baseDir'> {
  const names = words(flags.unset ?? '')
  for (const name of names) {
    if (name !== 'permissions' && name !== 'base-dir')
      throw new Halt(`"${name}" cannot be unset`, 'only permissions and base-dir can')
    if (flags[name] !== undefined) throw new Halt(`--${name} is set and unset`, 'give one of the two')
  }
  return {
    ...(names.includes('permissions') && { permission: null }),
    ...(names.includes('base-dir') && { baseDir: null }),
  }
}

const words = (text: string): string[] =>
  text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')

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

function emailOf(address: string): string | null {
  if (address !== '' && !isEmail(address))
    throw new Halt(`"${address}" is no e-mail address`, 'write name@example.com')
  return address || null
}

function roleNamed(word: string): Role {
  const role = roles.find(known => known === word)
  if (role === undefined) throw new Halt(`there is no role "${word}"`, `choose one of ${roles.join(', ')}`)
  return role
}

function permissionOf(text: string, { permissions }: Config): number {
  if (/^\d+$/.test(text)) {
    const sum = Number(text)
    const { rest } = namesOf(sum, permissions)
    if (sum > 0x7fff_ffff) throw new Halt(`${text} is no permission sum`, 'it has at most 31 bits')
    if (rest !== 0)
      throw new Halt(
        `${text} has bits that ${permissions.name} does not name: ${listed(bitsOf(rest))}`,
        `sso-kit permissions ${text} splits it; permissionProfile says which names there are`,
      )
    return sum
  }
  const { sum, unknown } = sumOf(words(text), permissions)
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
