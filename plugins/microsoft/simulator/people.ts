import { createHash } from 'node:crypto'
import type { Person, World } from 'sso-kit/plugin'
import { admits, contosoDomain, contosoTenant, isGuid, personalTenant } from './tenants.ts'

/** A person as one tenant knows them. */
export interface Account {
  person: Person
  tid: string
  /** The same for all apps, and another one in every tenant (§5.7). */
  oid: string
  userType: 'Member' | 'Guest'
  /** For people to read; it changes (§5.7). */
  username: string
  /** Whatever was typed into the mail attribute; may be empty. */
  mail: string
  /** What `xms_edov` says: the owner of the mail's domain stands behind the address (§5.7). */
  isMailOwned: boolean
  /** Where the person signs in; undefined for guests who only get a code by mail. */
  home: { tid: string; oid: string } | undefined
}

/** Two whom only Microsoft knows: an employee of the second company and somebody with an account of their own. */
export const ownPeople: readonly Person[] = [
  outsider('contoso', 'Connie Toso', `connie@${contosoDomain}`),
  outsider('outlook', 'Olga Outlook', 'olga@outlook.com'),
]

const everybody = (world: World): Person[] => [...world.people, ...ownPeople]

export const findPerson = (world: World, id: string): Person | undefined =>
  everybody(world).find(person => person.id === id)

/** Everybody in the directory of a tenant, guests included. */
export const accountsIn = (tid: string, company: string, world: World): Account[] =>
  everybody(world).flatMap(person =>
    accountsOf(person, company, world).filter(account => account.tid === tid),
  )

/** Through a tenant's own address people come as that tenant knows them, else from where they are at home. */
export function accountFor(
  person: Person,
  segment: string,
  company: string,
  world: World,
): Account | undefined {
  const accounts = accountsOf(person, company, world).filter(({ tid }) => admits(segment, tid))
  return isGuid(segment) ? accounts[0] : accounts.find(({ tid, home }) => tid === home?.tid)
}

/**
 * Members belong to the organisation's tenant. A supplier whom it invited is its guest, signs in with a code by mail
 * and is at home nowhere. Who claims one of its addresses administers Contoso, wrote the address into his own mail
 * attribute and got himself invited ("nOAuth", §5.7). Everybody else has a personal account.
 */
function accountsOf(person: Person, company: string, { organization }: World): Account[] {
  const { id, email } = person
  const { domain } = organization
  const claimsOurs = email.endsWith(`@${domain}`)
  const at = (tid: string) => ({ person, tid, oid: oidOf(person, tid), mail: email })
  if (person.member) {
    const own = at(company)
    const username = `${id}@${domain}`
    return [{ ...own, userType: 'Member', username, isMailOwned: claimsOurs, home: own }]
  }
  if (claimsOurs || email.endsWith(`@${contosoDomain}`)) {
    const own = at(contosoTenant)
    const account = {
      username: `${id}@${contosoDomain}`,
      isMailOwned: email.endsWith(`@${contosoDomain}`),
      home: own,
    }
    const guest: Account = { ...at(company), userType: 'Guest', ...account }
    return [{ ...own, userType: 'Member', ...account }, ...(claimsOurs ? [guest] : [])]
  }
  if (person.title !== '') {
    const guest = { username: email, isMailOwned: true, home: undefined }
    return [{ ...at(company), userType: 'Guest', ...guest }]
  }
  const own = at(personalTenant)
  // an account that was opened with a telephone has its number for a name
  const username = email || `+86${person.mobile}`
  return [{ ...own, userType: 'Member', username, isMailOwned: email !== '', home: own }]
}

/** Pairwise: another one for every app (§5.7). */
export const subjectOf = ({ tid, oid }: Account, clientId: string): string =>
  digest(`sub ${clientId} ${tid} ${oid}`).toString('base64url')

export function oidOf({ id }: { id: string }, tid: string): string {
  const hex = digest(`oid ${tid} ${id}`).toString('hex')
  return tid === personalTenant ? guid(`${'0'.repeat(16)}${hex}`) : guid(hex)
}

export const guid = (hex: string): string =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')

const digest = (text: string): Buffer => createHash('sha256').update(`microsoft ${text}`).digest()

function outsider(id: string, name: string, email: string): Person {
  return { id, name, email, mobile: '', title: '', jobNumber: '', departments: [], member: false }
}
