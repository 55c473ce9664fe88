import type { Person, World } from 'sso-kit/plugin'
import { type Group, groupRecords } from './groups.ts'
import type { Options, Settings } from './index.ts'
import { idOf, type Seed, subjectOf, type User, userRecord } from './users.ts'

/** Accounts that belong to nobody in the world, by the id that stands for them at the sign-in page. */
const extras: [person: string, seed: Omit<Seed, 'owner' | 'id' | 'signupApplication'>][] = [
  ['sync-admin', { name: 'sync-admin', displayName: 'Sync', isAdmin: true }],
  ['suspended', { name: 'suspended', displayName: '停用账号', isForbidden: true }],
  ['leaver', { name: 'leaver', displayName: '离职员工', isDeleted: true }],
]

/** Who has an account, and in which organisation. Read anew each time, for the world changes. */
export class Organisations {
  readonly #options: Options
  readonly #world: World
  readonly #settings: Settings

  constructor(options: Options, world: World, settings: Settings) {
    this.#options = options
    this.#world = world
    this.#settings = settings
  }

  /** Ours, `built-in`, and that of the people who are outside ours; its name begins like ours. */
  names(): string[] {
    return [builtIn, this.#options.organization, this.#neighbour]
  }

  /** The user that a person signs in as. */
  ofPerson(person: string): User | undefined {
    return this.#accounts().find(([id]) => id === person)?.[1]
  }

  find(id: string): User | undefined {
    return this.users().find(user => idOf(user) === id)
  }

  users(owner?: string): User[] {
    const all = this.#accounts().map(([, user]) => user)
    return owner === undefined ? all : all.filter(user => user.owner === owner)
  }

  groups(owner: string): Group[] {
    return owner === this.#options.organization ? groupRecords(owner, this.#world, this.users(owner)) : []
  }

  get #neighbour(): string {
    return `${this.#options.organization}-guests`
  }

  #accounts(): [person: string, user: User][] {
    const { organization, application } = this.#options
    const kept = extras.map(([person, seed]): [string, User] => [
      person,
      userRecord({
        ...seed,
        owner: organization,
        id: subjectOf({ id: person }),
        signupApplication: application,
      }),
    ])
    const admin = { owner: builtIn, name: 'admin', id: subjectOf({ id: 'builtin-admin' }), isAdmin: true }
    const all: [person: string, user: User][] = [
      ...this.#world.people.map((person): [string, User] => [person.id, this.#user(person)]),
      ...kept,
      ['builtin-admin', userRecord({ ...admin, displayName: 'Admin', signupApplication: 'app-built-in' })],
    ]
    const isForbidden = (person: string) => this.#settings.forbidden?.has(person) ?? false
    return all.map(([person, user]) => [
      person,
      { ...user, isForbidden: user.isForbidden || isForbidden(person) },
    ])
  }

  #user(person: Person): User {
    const { organization, application } = this.#options
    const { member, email, mobile, title, name: displayName } = person
    // §1: neither name nor id is unique beyond an organisation, and this one's administrators made use of it
    const known = person.id === stranger ? impersonated : person.id
    return userRecord({
      owner: member ? organization : this.#neighbour,
      name: known,
      id: subjectOf({ id: known }),
      displayName,
      email,
      emailVerified: member && email !== '',
      phone: mobile,
      title,
      groups: person.departments.map(department => `${organization}/${department}`),
      signupApplication: application,
    })
  }
}

export const builtIn = 'built-in'

const stranger = 'stranger'
const impersonated = 'lisi'

/** §8.3: an organisation as `get-organizations` gives it. */
export function organisationRecord(name: string, options: Options): Record<string, unknown> {
  return {
    owner: 'admin',
    name,
    displayName: name,
    createdTime: '2026-01-05T08:00:00Z',
    passwordType: 'bcrypt',
    defaultApplication: name === builtIn ? 'app-built-in' : options.application,
    enableSoftDeletion: true,
    isProfilePublic: false,
  }
}
