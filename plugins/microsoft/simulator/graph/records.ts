import type { Department, World } from 'sso-kit/plugin'
import { type Account, oidOf } from '../people.ts'
import type { Setting } from '../setting.ts'

export type Entity = Readonly<Record<string, unknown> & { id: string }>

/** What Graph answers with when nothing was selected; the rest of a user has to be asked for by name. */
const usual = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
] as const

/** A user with every property there is here; what was not filled in is null. */
export function userEntity(
  account: Account,
  { departments, organization }: World,
  { disabled, deleted }: Setting,
): Entity {
  const { person, oid, username, mail, userType } = account
  const main = departments.find(({ id }) => id === person.departments[0])
  return {
    businessPhones: [],
    displayName: person.name,
    givenName: null,
    jobTitle: person.title || null,
    mail: mail || null,
    mobilePhone: person.mobile || null,
    officeLocation: null,
    preferredLanguage: null,
    surname: null,
    // a guest's name has the address in it and a character that has to be escaped in a path
    userPrincipalName:
      userType === 'Guest' ? `${username.replace('@', '_')}#EXT#@${organization.domain}` : username,
    id: oid,
    accountEnabled: !disabled.has(person.id),
    companyName: null,
    deletedDateTime: deleted.has(person.id) ? '2026-11-20T08:00:00Z' : null,
    department: main?.name ?? null,
    employeeId: person.jobNumber || null,
    userType,
  }
}

/** The properties that `$select` names; undefined where it names one that the type does not have. */
export function selected(select: string | null, example: Entity): readonly string[] | undefined {
  const told = Object.hasOwn(example, 'userPrincipalName') ? usual : Object.keys(example)
  const names = select?.split(',').map(name => name.trim()) ?? told
  if (!names.every(name => Object.hasOwn(example, name))) return undefined
  return [...new Set([...(Object.hasOwn(example, type) ? [type] : []), 'id', ...names])]
}

/** Stands in lists of several types, whatever is selected. */
const type = '@odata.type'

export const pick = (entity: Entity, properties: readonly string[]): Entity => ({
  ...Object.fromEntries(properties.map(name => [name, entity[name]])),
  id: entity.id,
})

/** Every department is a security group; whoever may not read groups learns its id and no more (§6). */
export function groupEntity(department: Department, tid: string, mayRead: boolean): Entity {
  const told = (value: unknown) => (mayRead ? value : null)
  return {
    '@odata.type': '#microsoft.graph.group',
    id: groupIdOf(department, tid),
    displayName: told(department.name),
    description: null,
    groupTypes: told([]),
    mail: null,
    mailEnabled: told(false),
    securityEnabled: told(true),
  }
}

export const groupIdOf = ({ id }: { id: string }, tid: string): string => oidOf({ id: `group ${id}` }, tid)
