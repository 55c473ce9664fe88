import type { Person, World } from 'sso-kit/plugin'
import type { HostOfGitHub, Options } from './index.ts'
import { membershipsOf, type SimulatedTeam } from './memberships.ts'
import { paged } from './paged.ts'
import { addressesOf, idOf, loginOf, userRecord } from './people.ts'
import { covers } from './scopes.ts'
import type { Consent, Tokens } from './tokens.ts'

/** api.github.com. */
export function restApi(options: Options, world: World, tokens: Tokens): HostOfGitHub {
  const page = (path: string) => options.endpoints.login.replace(/\/$/, '') + path
  const memberships = membershipsOf(options, world)

  const user: Resource = ({ person }) => Response.json(userRecord(person, world, page))

  const emails: Resource = ({ person, consent, url }) =>
    covers(consent.scopes, 'user:email') ? paged(addressesOf(person, world), url) : notFound()

  const membership: Resource = ({ person, consent, url, name }) => {
    if (!covers(consent.scopes, 'read:org'))
      return forbidden('You need at least read:org scope to see memberships.')
    const state = memberships.stateIn(name, person)
    if (!state) return notFound()
    return Response.json({
      url: url.href,
      state,
      role: 'member',
      organization: { login: name, url: url.href.replace('/user/memberships', '') },
      user: { login: loginOf(person), id: idOf(person), type: 'User' },
    })
  }

  const orgs: Resource = ({ person, consent, url }) => {
    if (!covers(consent.scopes, 'read:org') && !covers(consent.scopes, 'user')) {
      return forbidden('You need at least read:org scope or user scope to list your organizations.')
    }
    return paged(
      memberships
        .organizationsOf(person)
        .map(login => ({ login, url: page(`/orgs/${login}`), description: null })),
      url,
    )
  }

  const teams: Resource = ({ person, consent, url }) =>
    ['read:org', 'user', 'repo'].some(scope => covers(consent.scopes, scope))
      ? paged(
          memberships.teamsOf(person).map(team => teamRecord(team, person)),
          url,
        )
      : forbidden('You need at least read:org scope, user scope or repo scope to list your teams.')

  const team: Resource = ({ person, consent, name, slug }) => {
    if (!covers(consent.scopes, 'read:org'))
      return forbidden('You need at least read:org scope to read a team.')
    const found = memberships.team(person, name, slug)
    return found ? Response.json(teamRecord(found, person)) : notFound()
  }

  /** The team above comes without the one above that. */
  function teamRecord({ organization, slug, name, isSecret, parent }: SimulatedTeam, person: Person) {
    const simple = (slug: string, name: string) => ({
      ...{ name, slug, description: null, permission: 'pull' },
      privacy: isSecret ? 'secret' : 'closed',
      url: page(`/orgs/${organization}/teams/${slug}`),
    })
    const above = parent === undefined ? undefined : memberships.team(person, organization, parent)
    return {
      ...simple(slug, name),
      parent: above ? simple(above.slug, above.name) : null,
      organization: { login: organization, type: 'Organization' },
    }
  }

  const resources: [path: RegExp, resource: Resource][] = [
    [/^\/user$/, user],
    [/^\/user\/emails$/, emails],
    [/^\/user\/orgs$/, orgs],
    [/^\/user\/memberships\/orgs\/([^/]+)$/, membership],
    [/^\/user\/teams$/, teams],
    [/^\/orgs\/([^/]+)\/teams\/([^/]+)$/, team],
  ]

  return async (path, request) => {
    // §3.1
    if (!request.headers.get('user-agent')) {
      return new Response(
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
        { status: 403 },
      )
    }
    const [, token] = /^(?:bearer|token) +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    if (token === undefined) return refusal(401, 'Requires authentication')
    const consent = tokens.consent(token)
    const person = world.people.find(({ id }) => id === consent?.person)
    if (!consent || !person) return refusal(401, 'Bad credentials')

    for (const [pattern, resource] of resources) {
      const match = pattern.exec(path)
      if (!match || request.method !== 'GET') continue
      const [, name = '', slug = ''] = match
      const reply = resource({ person, consent, url: new URL(request.url), name, slug })
      reply.headers.set('x-oauth-scopes', consent.scopes.join(', '))
      return reply
    }
    return notFound()
  }
}

interface Call {
  person: Person
  consent: Consent
  url: URL
  /** Of the organisation in the path, and of its team. */
  name: string
  slug: string
}

type Resource = (call: Call) => Response

const notFound = () => refusal(404, 'Not Found')
const forbidden = (message: string) => refusal(403, message)

function refusal(status: number, message: string): Response {
  return Response.json(
    { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
    { status },
  )
}
