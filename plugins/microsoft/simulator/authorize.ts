import { type Problem, problems, textOf } from './errors.ts'
import type { Microsoft } from './index.ts'
import type { Endpoint } from './login.ts'
import { accountFor, findPerson, guid, ownPeople } from './people.ts'
import { audienceProblem, isRegistrable } from './registration.ts'
import { parseScopes } from './scopes.ts'
import { admits } from './tenants.ts'

type Check = [problem: Problem, accepts: (query: URLSearchParams) => boolean]

/** The page of people. `login_hint`, `domain_hint` and `prompt` change nothing. */
export function authorizationPage({ options, graph, world, company, codes }: Microsoft): Endpoint {
  /** What goes back to the app. Nothing but codes in the query: the other modes put tokens into browsers. */
  const checks: Check[] = [
    ['responseType', query => query.get('response_type') === 'code'],
    ['responseMode', query => (query.get('response_mode') ?? 'query') === 'query'],
    ['noScope', query => (query.get('scope') ?? '') !== ''],
    ['scope', query => parseScopes(query.get('scope') ?? '', graph) !== undefined],
    ['challenge', isChallengeUsable],
  ]

  const failure = (problem: Problem) =>
    world.errorPage({ vendor: 'Microsoft', status: 400, text: textOf(problem) })

  function back(query: URLSearchParams, answer: Record<string, string>): Response {
    const target = new URL(query.get('redirect_uri') ?? '')
    const state = query.get('state')
    for (const [name, value] of Object.entries(answer)) target.searchParams.append(name, value)
    if (state !== null) target.searchParams.append('state', state)
    return new Response(null, {
      status: 302,
      headers: { location: target.href, 'cache-control': 'no-store' },
    })
  }

  const backWith = (query: URLSearchParams, problem: Problem) =>
    back(query, { error: problems[problem][1], error_description: textOf(problem) })

  return (segment, request) => {
    const url = new URL(request.url)
    const query = url.searchParams
    // without a known app and a registered address there is nobody to send back to
    if (query.get('client_id') !== options.clientId) return failure('appUnknown')
    const wrongAudience = audienceProblem(options.tenant, segment)
    if (wrongAudience) return failure(wrongAudience)
    if (!isRegistrable(query.get('redirect_uri') ?? '', options.tenant)) return failure('redirectUri')
    const wrong = checks.find(([, accepts]) => !accepts(query))
    if (wrong) return backWith(query, wrong[0])
    if (query.has('refuse')) return backWith(query, 'declined')

    const id = query.get('person')
    if (id === null) {
      return world.signInPage({
        vendor: 'Microsoft',
        colour: '#0067b8',
        others: ownPeople,
        choose: person => withParameter(url, 'person', person.id),
        refuse: withParameter(url, 'refuse', '1'),
      })
    }
    const person = findPerson(world, id)
    const account = person && accountFor(person, segment, company, world)
    if (!account || !admits(options.tenant, account.tid)) return failure('noAccount')
    const code = codes.issue({
      person: id,
      tid: account.tid,
      scopes: parseScopes(query.get('scope') ?? '', graph) ?? [],
      redirectUri: query.get('redirect_uri') ?? '',
      nonce: query.get('nonce'),
      challenge: challengeOf(query),
    })
    return back(query, { code, session_state: guid(world.random(16).toString('hex')) })
  }
}

/** RFC 7636 §4.3: a challenge without a method is a plain one. */
function challengeOf(query: URLSearchParams): { value: string; method: string } | null {
  const value = query.get('code_challenge')
  return value === null ? null : { value, method: query.get('code_challenge_method') ?? 'plain' }
}

function isChallengeUsable(query: URLSearchParams): boolean {
  const challenge = challengeOf(query)
  if (challenge === null) return true
  return ['S256', 'plain'].includes(challenge.method) && /^[\w.~-]{43,128}$/.test(challenge.value)
}

function withParameter(url: URL, name: string, value: string): URL {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed
}
