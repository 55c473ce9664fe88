import type { Person, World } from 'sso-kit/plugin'
import { directoryOf, type Options } from '../directories.ts'
import { suffixOf } from '../dn.ts'
import { comparedWith } from '../filter.ts'
import { closedAccount, guidBytes, passwordOf, uuidOf } from './people.ts'

export interface Node {
  dn: string
  /** Names as the server writes them. */
  attributes: ReadonlyMap<string, readonly (string | Buffer)[]>
  /** What a bind as this entry needs; undefined where nobody can. */
  password?: string
  closed?: boolean
}

/** People below `baseDn`, departments as groups beside them. */
export function treeOf(options: Options, world: World): Node[] {
  const { baseDn } = options
  const members = world.people.filter(({ member }) => member)
  const groups = groupsOf(options, world)
  return [
    node(baseDn, { objectClass: ['top', 'organizationalUnit'] }),
    ...members.map(person => personNode(person, options, groups)),
    ...groups.map(({ dn, cn, people }) =>
      node(dn, {
        objectClass: ['top', 'groupOfNames', 'group', 'posixGroup'],
        cn: [cn],
        member: people.map(person => dnOf(person, options)),
        memberUid: people.map(({ id }) => id),
      }),
    ),
  ]
}

interface Group {
  dn: string
  cn: string
  people: readonly Person[]
}

function groupsOf({ baseDn, groups, allow }: Options, { departments, people }: World): Group[] {
  const base = groups.baseDn ?? `ou=groups,${suffixOf(baseDn)}`
  const members = people.filter(({ member }) => member)
  return [
    ...departments.map(({ id, name }) => ({
      dn: `cn=${name.replace(/[,+"\\<>;=]/g, '\\$&')},${base}`,
      cn: name,
      people: members.filter(person => person.departments.includes(id)),
    })),
    // who may sign in by the file is made a member, or nobody could be tried with it
    ...(allow?.groups ?? []).map(dn => ({ dn, cn: /^[^=]*=([^,]*)/.exec(dn)?.[1] ?? dn, people: members })),
  ]
}

const dnOf = ({ id }: Person, options: Options): string =>
  options.directory === 'active-directory' ? `CN=${id},${options.baseDn}` : `uid=${id},${options.baseDn}`

function personNode(person: Person, options: Options, groups: readonly Group[]): Node {
  const { filter, subject, attributes } = directoryOf(options)
  const name = comparedWith(filter, ['username']) ?? 'uid'
  const uuid = uuidOf(person.id)
  const closed = person.id === closedAccount
  return {
    ...node(dnOf(person, options), {
      objectClass: ['top', 'person', 'organizationalPerson', 'inetOrgPerson', 'user', 'posixAccount'],
      objectCategory: ['person'],
      uid: [person.id],
      cn: [person.name],
      sn: [person.name],
      ...(person.title && { title: [person.title] }),
      employeeNumber: [person.jobNumber],
      [attributes.username]: [person.id],
      [attributes.displayName]: [person.name],
      [attributes.email]: person.email === '' ? [] : [person.email],
      [attributes.phone]: person.mobile === '' ? [] : [person.mobile],
      [name]: [name === attributes.email ? person.email : person.id],
      [subject]: [subject.toLowerCase() === 'objectguid' ? guidBytes(uuid) : uuid],
      [options.groups.attribute]: groups.filter(({ people }) => people.includes(person)).map(({ dn }) => dn),
      ...closedIn[options.directory](closed),
    }),
    password: passwordOf(person),
    closed: closed && options.directory === 'active-directory',
  }
}

/** How each product says it. Only Active Directory also refuses the bind by itself. */
const closedIn: Record<Options['directory'], (closed: boolean) => Record<string, string[]>> = {
  'active-directory': closed => ({ userAccountControl: [closed ? '514' : '512'] }),
  openldap: closed => ({ pwdAccountLockedTime: closed ? ['000001010000Z'] : [] }),
  freeipa: closed => ({ nsAccountLock: [closed ? 'TRUE' : 'FALSE'] }),
}

function node(dn: string, attributes: Record<string, readonly (string | Buffer)[]>): Node {
  return { dn, attributes: new Map(Object.entries(attributes).filter(([, values]) => values.length > 0)) }
}
