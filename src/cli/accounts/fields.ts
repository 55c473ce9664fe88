import { type Fields, fieldsOf, type Wish } from '../../accounts/fields.ts'
import type { Config } from '../../config/config.ts'
import { Halt } from '../../errors.ts'
import type { Flags } from './action.ts'

/** The fields that the flags set; an empty value clears a name, an address or a number. */
export const fieldsIn = (flags: Flags, config: Config): Fields => fieldsOf(wishOf(flags), config)

function wishOf(flags: Flags): Wish {
  const { username, role, permissions, phone, email } = flags
  return {
    ...unset(flags),
    ...(username !== undefined && { username }),
    ...(role !== undefined && { role }),
    ...(permissions !== undefined && { permissions: permissionsIn(permissions) }),
    ...(flags['base-dir'] !== undefined && { baseDir: flags['base-dir'] }),
    ...(flags['display-name'] !== undefined && { displayName: flags['display-name'] || null }),
    ...(email !== undefined && { email: email || null }),
    ...(phone !== undefined && { phone: phone || null }),
  }
}

/** `768` or `webdav_read,webdav_manage` */
const permissionsIn = (text: string): number | string[] => (/^\d+$/.test(text) ? Number(text) : words(text))

/** `--unset permissions,base-dir` */
function unset(flags: Flags): Pick<Wish, 'permissions' | 'baseDir'> {
  const names = words(flags.unset ?? '')
  for (const name of names) {
    if (name !== 'permissions' && name !== 'base-dir')
      throw new Halt(`"${name}" cannot be unset`, 'only permissions and base-dir can')
    if (flags[name] !== undefined) throw new Halt(`--${name} is set and unset`, 'give one of the two')
  }
  return {
    ...(names.includes('permissions') && { permissions: null }),
    ...(names.includes('base-dir') && { baseDir: null }),
  }
}

const words = (text: string): string[] =>
  text
    .split(/[,，、]/)
    .map(word => word.trim())
    .filter(word => word !== '')
