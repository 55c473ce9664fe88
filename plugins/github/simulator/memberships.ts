import type { Person, World } from 'sso-kit/plugin'
import { organizationOf } from '../belongings.ts'
import type { Options } from './index.ts'

export interface SimulatedTeam {
  organization: string
  slug: string
  name: string
  /** Secret teams are neither nested nor have teams below them. */
  isSecret: boolean
  parent: string | undefined
  /** Put into this very team; who is in a team below it is not. */
  has(person: Person): boolean
}

/** Everybody is in this one too, and nobody should be let in for it or for its team. */
export const hobbyists = 'weekend-hobbyists'

/** The departments as teams. Slugs are GitHub's own: the name in small letters, without what is no ASCII. */
const departments: [department: string, name: string, slug: string, parent?: string][] = [
  ['1001', 'R&D', 'r-d'],
  ['1002', 'Platform', 'platform', 'r-d'],
  ['1003', 'Storage', 'storage', 'platform'],
  ['1004', 'Clients', 'clients', 'r-d'],
  ['1005', 'Marketing', 'marketing'],
  ['1006', 'Brand / PR', 'brand-pr', 'marketing'],
  ['1007', 'Finance', 'finance'],
  ['1008', 'People', 'people'],
]
const secret = new Set(['finance'])

export type Memberships = ReturnType<typeof membershipsOf>

/** Who is where, in the organisations that the file names and in one that it does not. */
export function membershipsOf({ allow }: Options, world: World) {
  const named = allow?.teams ?? []
  const organizations = firstOfEach([...(allow?.organizations ?? []), ...named.map(organizationOf)])
  // who joined last has not accepted the invitation yet
  const invited = world.people.findLast(person => person.member)?.id

  const teams: SimulatedTeam[] = [
    { organization: hobbyists, slug: 'platform', name: 'Platform', ...plain, has: () => true },
    ...organizations.flatMap(organization => [
      ...departments.map(
        ([department, name, slug, parent]): SimulatedTeam => ({
          ...{ organization, slug, name, parent, isSecret: secret.has(slug) },
          has: person => person.departments.includes(department),
        }),
      ),
      // a team of the file that is none of these: people of the first department are in it
      ...named
        .filter(team => same(organizationOf(team), organization))
        .map(team => team.slice(team.indexOf('/') + 1))
        .filter(slug => departments.every(([, , known]) => known !== slug))
        .map(
          (slug): SimulatedTeam => ({
            ...{ organization, slug, name: slug, ...plain },
            has: person => person.departments.includes('1001'),
          }),
        ),
    ]),
  ]

  /** A person's state in an organisation, whose name is compared without regard to case (§3.5). */
  function stateIn(organization: string, person: Person): 'active' | 'pending' | undefined {
    if (same(organization, hobbyists)) return 'active'
    if (!person.member || !organizations.some(name => same(name, organization))) return undefined
    return person.id === invited ? 'pending' : 'active'
  }

  const isIn = (person: Person, team: SimulatedTeam) =>
    stateIn(team.organization, person) === 'active' && team.has(person)

  return {
    stateIn,
    organizationsOf: (person: Person) =>
      [...organizations, hobbyists].filter(name => stateIn(name, person) === 'active'),
    teamsOf: (person: Person) => teams.filter(team => isIn(person, team)),
    /** A secret team shows itself to its own people alone, every other to the organisation. */
    team(person: Person, organization: string, slug: string): SimulatedTeam | undefined {
      const found = teams.find(team => same(team.organization, organization) && team.slug === slug)
      if (!found || stateIn(organization, person) !== 'active') return undefined
      return found.isSecret && !found.has(person) ? undefined : found
    },
  }
}

const plain = { isSecret: false, parent: undefined }

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

const firstOfEach = (names: readonly string[]): string[] =>
  names.filter((name, index) => names.findIndex(other => same(other, name)) === index)
