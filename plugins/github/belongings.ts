import type { Common, Form } from 'sso-kit/plugin'
import type { GitHub } from './api.ts'

/** Where somebody belongs, as far as the organisations that the file names are concerned. */
export interface Belongings {
  /** Those of `allow.organizations`, as the file spells them. */
  organizations: string[]
  /** Those of `allow.teams`, as the file spells them. */
  teams: string[]
  /** All their teams there, and the teams these are nested in: `organisation/slug`, in small letters. */
  groups: string[]
}

/** Nothing is asked of GitHub, and no scope for it, where the file names no organisation. */
export const asksForMembership = (allow: Common['allow']): boolean => organizationsIn(allow).length > 0

export async function belongingsOf(github: GitHub, allow: Common['allow']): Promise<Belongings> {
  const members = await Promise.all(
    organizationsIn(allow).map(async login => ((await github.isMember(login)) ? [login] : [])),
  )
  const active = new Set(members.flat())
  // an invitation to an organisation may come with teams: they count when it is accepted
  const groups = active.size === 0 ? new Set<string>() : await groupsIn(github, active)
  return {
    organizations: (allow?.organizations ?? []).filter(login => active.has(login.toLowerCase())),
    teams: (allow?.teams ?? []).filter(team => groups.has(team.toLowerCase())),
    groups: [...groups],
  }
}

/** What these groups look like: no other organisation is looked at. */
export function teamForm(allow: Common['allow']): Form {
  const logins = organizationsIn(allow)
  const [only, ...others] = logins
  const named = new RegExp(
    `^(?:${logins.map(login => login.replace(/[^a-z0-9-]/g, '\\$&')).join('|')})/[a-z0-9_-]+$`,
  )
  return {
    pattern: logins.length === 0 ? /^[a-z0-9-]+\/[a-z0-9_-]+$/ : named,
    words:
      only !== undefined && others.length === 0
        ? `${only}/team, in small letters`
        : 'organisation/team, in small letters, of an organisation that "allow" names',
  }
}

/** Whose team `organisation/slug` is. */
export const organizationOf = (team: string): string => team.slice(0, team.indexOf('/'))

/** Logins mean the same in any case. */
function organizationsIn({ organizations = [], teams = [] }: NonNullable<Common['allow']> = {}): string[] {
  return [...new Set([...organizations, ...teams.map(organizationOf)].map(login => login.toLowerCase()))]
}

/**
 * Members of a team are members of the teams it is nested in (…/rest/teams/members), but the list has only those that
 * somebody was put into, each with the next one above. The rest of the way up is asked for, each team once.
 */
async function groupsIn(github: GitHub, organizations: ReadonlySet<string>): Promise<Set<string>> {
  const groups = new Set<string>()
  const teams = (await github.teams()).filter(({ organization }) => organizations.has(organization))
  const known = new Map(teams.map(team => [nameOf(team), team]))
  for (const { organization, slug } of teams) {
    let next: string | undefined = slug
    while (next !== undefined) {
      const name = nameOf({ organization, slug: next })
      if (groups.has(name)) break
      groups.add(name)
      next = (known.get(name) ?? (await github.team(organization, next)))?.parent
    }
  }
  return groups
}

const nameOf = ({ organization, slug }: { organization: string; slug: string }) => `${organization}/${slug}`
