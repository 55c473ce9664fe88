import { createHash } from 'node:crypto'
import type { Department, Person, World } from 'sso-kit/plugin'
import type { Google } from '../index.ts'
import { claimsOf } from '../people.ts'

export const customerId = 'C01sandbox'

export type UserRecord = Readonly<Record<string, unknown>> & { id: string; primaryEmail: string }

/** A user of the Workspace; `basic` is without the schemas of one's own. */
export function userRecord(
  person: Person,
  google: Pick<Google, 'options' | 'world' | 'setting'>,
  isFull: boolean,
): UserRecord {
  const { world, setting } = google
  const { sub, email = '', given_name, family_name } = claimsOf(person, ['email', 'profile'], google)
  const isSuspended = setting.suspended.has(person.id)
  const main = world.departments.find(({ id }) => id === person.departments[0])
  return {
    kind: 'admin#directory#user',
    id: sub,
    etag: `"${digest(`user ${person.id}`).slice(0, 27)}"`,
    primaryEmail: email,
    name: { givenName: given_name, familyName: family_name ?? '', fullName: person.name },
    isAdmin: false,
    isDelegatedAdmin: false,
    creationTime: '2020-02-29T00:00:00.000Z',
    agreedToTerms: true,
    suspended: isSuspended,
    ...(isSuspended && { suspensionReason: 'ADMIN' }),
    archived: setting.archived.has(person.id),
    emails: [{ address: email, primary: true }],
    externalIds: [{ value: person.jobNumber, type: 'organization' }],
    organizations: [{ title: person.title, department: main?.name ?? '', primary: true, customType: '' }],
    ...(person.mobile !== '' && { phones: [{ value: person.mobile, type: 'mobile' }] }),
    customerId,
    // everybody is in one unit, and who is in none in the root
    orgUnitPath: main ? pathOf(main, world) : '/',
    isMailboxSetup: true,
    isEnrolledIn2Sv: false,
    isEnforcedIn2Sv: false,
    includeInGlobalAddressList: true,
    ...(setting.deleted.has(person.id) && { deletionTime: '2026-11-20T08:00:00.000Z' }),
    ...(isFull && { customSchemas: { Company: { costCenter: `CC-${main?.id ?? 0}` } } }),
  }
}

export function unitRecord(department: Department, world: World): Readonly<Record<string, unknown>> {
  const parent = world.departments.find(({ id }) => id === department.parent)
  return {
    kind: 'admin#directory#orgUnit',
    etag: `"${digest(`unit ${department.id}`).slice(0, 27)}"`,
    name: nameOf(department),
    description: '',
    orgUnitPath: pathOf(department, world),
    orgUnitId: unitId(department.id),
    parentOrgUnitPath: parent ? pathOf(parent, world) : '/',
    parentOrgUnitId: unitId(parent?.id ?? 'root'),
  }
}

export function pathOf(department: Department, world: World): string {
  const parent = world.departments.find(({ id }) => id === department.parent)
  return `${parent ? pathOf(parent, world) : ''}/${nameOf(department)}`
}

/** A slash would begin another unit. */
const nameOf = ({ name }: Department): string => name.replaceAll('/', '·')

const unitId = (id: string): string => `id:${digest(`unit ${id}`).slice(0, 15)}`

const digest = (text: string): string => createHash('sha256').update(`google ${text}`).digest('hex')
