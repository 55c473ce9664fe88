import type { Common, Finding, OptionsOf } from 'sso-kit/plugin'
import { organizationOf } from './belongings.ts'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

/** Under each of its names: `github.com.` and `www.github.com` are the same server. */
export const isGitHubCom = (address: string): boolean => hostOf(address) === 'github.com'

const hostOf = (address: string): string => new URL(address).hostname.replace(/^www\.|\.$/g, '')

/** The token of one server must not be sent to another: somebody forgot the second address. */
export function apiOfAnotherServer({ endpoints: { login, api } }: Options): Finding[] {
  if (isGitHubCom(login) === (hostOf(api) === 'api.github.com')) return []
  return [
    {
      rule: 'github/api-of-another-server',
      severity: 'error',
      at: ['endpoints'],
      message: 'the sign-in is at one server and the API at another',
      help: isGitHubCom(login) ? 'leave api out' : `write api: ${new URL(login).origin}/api/v3`,
    },
  ]
}

/** GitHub's own form of a login: letters, digits and single hyphens. */
const login = /^[a-z0-9](?:-?[a-z0-9]){0,38}$/i

export function organizationLogins({ allow }: Options): Finding[] {
  return placesOf(allow?.organizations, name => !login.test(name)).map(index => ({
    rule: 'github/organization-login',
    severity: 'error',
    at: ['allow', 'organizations', index],
    message: 'this is no login of a GitHub organisation',
    help: loginInstead(allow?.organizations?.[Number(index)] ?? ''),
  }))
}

/** The login in what was written, if it is there; a team is no organisation, and its last part is the login of somebody else's. */
function loginInstead(written: string): string {
  const { organization, team, isAddress } = partsOf(written)
  if (organization === undefined)
    return 'write its login, the first part of the address of its page: example of https://github.com/example'
  if (team === undefined) return `write ${organization}`
  const alone = `teams: [${organization}/${team}] in place of organizations: where both are given, both must match`
  return isAddress
    ? `write ${alone}`
    : `write ${organization} for the whole organisation; for that team alone, ${alone}`
}

/** `https://github.com/orgs/ORG/teams/TEAM`, `https://github.com/ORG/REPOSITORY`, `@ORG/TEAM`: what names whom in there. */
function partsOf(written: string): { organization?: string; team?: string; isAddress: boolean } {
  const [, host] = /^(?:https?:\/\/)?([^/]+\.[^/]+)\//.exec(written) ?? []
  const path = written.replace(/^https?:\/\//, '').slice(host === undefined ? 0 : host.length)
  const [first = '', second, third, fourth] = path.replace(/^[@/]+|\/+$/g, '').split('/')
  const [organization, kind, slug] =
    first === 'orgs'
      ? [second ?? '', third, fourth]
      : [first, host === undefined ? 'teams' : undefined, second]
  const team = kind === 'teams' && slug !== undefined && /^[a-z0-9_-]+$/.test(slug) ? slug : undefined
  const isOdd = !login.test(organization) || (host === undefined && slug !== undefined && team === undefined)
  return { isAddress: host !== undefined, ...(!isOdd && { organization }), ...(!isOdd && team && { team }) }
}

/** A slug is made of the team's name, in small letters; the name itself is often written in its place. */
export function teamNames({ allow }: Options): Finding[] {
  return placesOf(allow?.teams, team => !isTeam(team)).map(index => ({
    rule: 'github/team-name',
    severity: 'error',
    at: ['allow', 'teams', index],
    message: 'this is no team of a GitHub organisation',
    help: teamInstead(allow?.teams?.[Number(index)] ?? ''),
  }))
}

function teamInstead(written: string): string {
  const { organization, team } = partsOf(written)
  return organization !== undefined && team !== undefined
    ? `write ${organization}/${team}`
    : 'write organisation/slug, from its address: https://github.com/orgs/example/teams/ops is example/ops'
}

/** Where both lists are given both must match; who writes such a pair often means one or the other. */
export function teamElsewhere({ allow: { organizations, teams = [] } = {} }: Options): Finding[] {
  // what is no login is told as that, and may be the one that is missed here
  if (!organizations?.every(name => login.test(name))) return []
  const logins = new Set(organizations.map(name => name.toLowerCase()))
  // what is no team is told as that
  const isElsewhere = (team: string) => isTeam(team) && !logins.has(organizationOf(team).toLowerCase())
  return placesOf(teams, isElsewhere).map(index => ({
    rule: 'github/team-elsewhere',
    severity: 'warning',
    at: ['allow', 'teams', index],
    message:
      'members of this team also have to be in one of the organisations beside it, and its own is not there',
    help: 'leave organizations out: who is in a team is in its organisation',
  }))
}

const isTeam = (team: string): boolean =>
  login.test(organizationOf(team)) && /^[^/]+\/[a-z0-9_-]{1,255}$/.test(team)

/** Of every entry that is so, as the step of a place. */
const placesOf = (list: readonly string[] = [], isSo: (entry: string) => boolean): string[] =>
  list.flatMap((entry, index) => (isSo(entry) ? [String(index)] : []))

/** Its ids begin so; none is as short as those of examples. */
const ofGitHubApp = /^Iv.{14,}$/

/** GitHub gives a GitHub App no scopes: it has permissions of its own, set elsewhere. */
export function gitHubApp({ clientId }: Options): Finding[] {
  if (!ofGitHubApp.test(clientId)) return []
  return [
    {
      rule: 'github/github-app',
      severity: 'warning',
      at: ['clientId'],
      message: 'this is the client of a GitHub App, which is not supported',
      help: 'make an OAuth App: Settings › Developer settings › OAuth Apps',
    },
  ]
}

/** A Client Secret has 40 hexadecimal digits; a Client ID has 20, or begins with Ov23li. */
export function clientIdForm({ clientId }: Options): Finding[] {
  if (!/^[0-9a-f]{40}$/i.test(clientId)) return []
  return [
    {
      rule: 'github/client-id-form',
      severity: 'warning',
      secret: true,
      at: ['clientId'],
      message:
        '"clientId" has 40 hexadecimal digits, as a client secret has: perhaps it is the secret that stands here',
      help: 'write the Client ID of the OAuth App, such as Ov23liAbCdEfGhIjKlMn; if it is the secret, replace it at GitHub',
    },
  ]
}
