import type { Person, World } from 'sso-kit/plugin'
import type { HostOfGitHub, Options } from './index.ts'
import { addressesOf, idOf, loginOf, userRecord } from './people.ts'
import { covers } from './scopes.ts'
import type { Consent, Tokens } from './tokens.ts'

/** Everybody is in this one too, and nobody should be let in for it. */
const hobbyists = 'weekend-hobbyists'

/** api.github.com. */
export function restApi(options: Options, world: World, tokens: Tokens): HostOfGitHub {
  const page = (path: string) => options.endpoints.login.replace(/\/$/, '') + path
  const organizations = [...(options.allow?.organizations ?? [])]
  // who joined last has not accepted the invitation yet
  const invited = world.people.findLast(person => person.member)?.id

  /** A person's state in an organisation, whose name is compared without regard to case (§3.5). */
  function stateIn(organization: string, person: Person): 'active' | 'pending' | undefined {
    if (organization === hobbyists) return 'active'
    const ours = organizations.some(name => name.toLowerCase() === organization)
    if (!ours || !person.member) return undefined
    return person.id === invited ? 'pending' : 'active'
  }

  const user: Resource = ({ person }) => Response.json(userRecord(person, world, page))

  const emails: Resource = ({ person, consent, url }) =>
    covers(consent.scopes, 'user:email') ? paged(addressesOf(person, world), url) : notFound()

  const membership: Resource = ({ person, consent, url, name }) => {
    if (!covers(consent.scopes, 'read:org'))
      return forbidden('You need at least read:org scope to see memberships.')
    const state = stateIn(name.toLowerCase(), person)
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
    const names = [...organizations, hobbyists].filter(
      name => stateIn(name.toLowerCase(), person) === 'active',
    )
    return paged(
      names.map(login => ({ login, url: page(`/orgs/${login}`), description: null })),
      url,
    )
  }

  const resources: [path: RegExp, resource: Resource][] = [
    [/^\/user$/, user],
    [/^\/user\/emails$/, emails],
    [/^\/user\/orgs$/, orgs],
    [/^\/user\/memberships\/orgs\/([^/]+)$/, membership],
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
      const reply = resource({ person, consent, url: new URL(request.url), name: match[1] ?? '' })
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
  name: string
}

type Resource = (call: Call) => Response

/** 30 at a time, 100 at most; the other pages are named in `Link` (§3.2, §3.5). */
function paged(entries: readonly unknown[], url: URL): Response {
  const number = (name: string, otherwise: number) =>
    Math.max(Number(url.searchParams.get(name)) || otherwise, 1)
  const size = Math.min(number('per_page', 30), 100)
  const page = number('page', 1)
  const last = Math.max(Math.ceil(entries.length / size), 1)
  const links: [rel: string, page: number, there: boolean][] = [
    ['prev', page - 1, page > 1],
    ['next', page + 1, page < last],
    ['last', last, page < last],
    ['first', 1, page > 1],
  ]
  const link = links.filter(([, , there]) => there).map(([rel, to]) => `<${withPage(url, to)}>; rel="${rel}"`)
  const reply = Response.json(entries.slice((page - 1) * size, page * size))
  if (link.length > 0) reply.headers.set('link', link.join(', '))
  return reply
}

function withPage(url: URL, page: number): string {
  const changed = new URL(url)
  changed.searchParams.set('page', String(page))
  return changed.href
}

const notFound = () => refusal(404, 'Not Found')
const forbidden = (message: string) => refusal(403, message)

function refusal(status: number, message: string): Response {
  return Response.json(
    { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
    { status },
  )
}
