import { namesOf, type PermissionProfile } from '../../permissions.ts'
import type { Access, AutoRegister, Config, OneOrMore, SourceConfig, When } from '../config.ts'
import { listed, quote } from '../words.ts'

/** Whether anybody in the world gets in: nothing limits a source where a stranger can make an account. */
export const isOpen = ({ enabled, public: isPublic, allow }: SourceConfig): boolean =>
  enabled && isPublic && allow === undefined

/** Whether they get an account here, too. */
export const registersStrangers = (source: SourceConfig): boolean =>
  isOpen(source) && source.autoRegister.enabled

/** Who may sign in: `anyone who has an account at "GitHub"`. */
export function whoOf({ name, public: isPublic, allow }: SourceConfig): string {
  if (allow === undefined)
    return isPublic
      ? `anyone who has an account at ${quote(name)}`
      : `everyone that ${quote(name)} vouches for`
  const keys = Object.entries(allow)
  if (keys.some(([, entries]) => entries.length === 0)) return `nobody of ${quote(name)}`
  return `people of ${quote(name)} with ${keys.map(([key, entries]) => `${key} ${oneOf(entries)}`).join(' and ')}`
}

/** What comes of a first sign-in. */
export function registrationOf({ type, autoRegister }: SourceConfig, profile: PermissionProfile): string {
  if (type === 'local') return 'an administrator makes their accounts: nobody registers by a password'
  if (!autoRegister.enabled)
    return 'nobody gets an account by that: only who has one already can bind this identity'
  return `whoever has no account yet gets one: ${gift(autoRegister, profile)}`
}

/** `webdav_read + webdav_manage (768), base directory /staff` */
export const gift = ({ permission, baseDir, role }: AutoRegister, profile: PermissionProfile): string =>
  `${sumInWords(permission, profile)}, base directory ${baseDir}${role === 'general' ? '' : `, role ${role}`}`

export function sumInWords(sum: number, profile: PermissionProfile): string {
  const { names } = namesOf(sum, profile)
  return names.length === 0 ? 'no permission (0)' : `${names.join(' + ')} (${sum})`
}

/** Who may open an app. */
export function accessInWords(allow: Access): string {
  if (allow === 'everyone') return 'everyone who is signed in'
  const keys = Object.entries(allow) as [string, readonly string[]][]
  if (keys.some(([, entries]) => entries.length === 0)) return 'nobody'
  return `people with ${keys.map(([key, entries]) => `${key} ${oneOf(entries)}`).join(' and ')}`
}

/** `source dingtalk and department 研发部` */
export function whenInWords(when: When): string {
  const { all, any, not, attribute, ...plain } = when
  const conditions = [
    ...Object.entries(plain).map(([key, value]) => `${key} ${oneOf(value as OneOrMore)}`),
    ...Object.entries(attribute ?? {}).map(([key, value]) => `${key} ${oneOf(value)}`),
    ...(all ? all.map(whenInWords) : []),
    ...(any ? [`(${any.map(whenInWords).join(' or ')})`] : []),
    ...(not ? [`not (${whenInWords(not)})`] : []),
  ]
  return conditions.length === 0 ? 'everyone' : conditions.join(' and ')
}

const most = 12

/** `a, b or c`; of very many the first, and how many more there are. */
export function oneOf(values: OneOrMore): string {
  const words = typeof values === 'string' ? [values] : values
  return words.length > most
    ? `${words.slice(0, most).join(', ')} or one of ${words.length - most} more`
    : listed(words, 'or')
}

export const sourceOf = ({ sources }: Config, id: string): SourceConfig | undefined =>
  sources.find(source => source.id === id)
