import type { Endpoint, Google } from './index.ts'
import { claimsOf, findPerson, ownPeople } from './people.ts'
import { parseScopes, spelledOut } from './scopes.ts'

type Check = [problem: string, accepts: (query: URLSearchParams) => boolean]

/**
 * accounts.google.com: the page of people. `hd` and `login_hint` are hints and nothing more (§4.2): anybody may still
 * choose an account of another domain, and comes back with it.
 */
export function authorizationPage(google: Google): Endpoint {
  const { options, world, issuer, codes } = google
  /** A wrong request is nobody's to send back: all of these end on Google's own page (§4.4). */
  const checks: Check[] = [
    ['Error 401: invalid_client', query => query.get('client_id') === options.clientId],
    ['Error 400: redirect_uri_mismatch', query => isRegistrable(query.get('redirect_uri') ?? '')],
    ['Error 400: unsupported_response_type', query => query.get('response_type') === 'code'],
    ['Error 400: invalid_scope', query => parseScopes(query.get('scope') ?? '') !== undefined],
    ['Error 400: invalid_request', isChallengeUsable],
  ]

  return request => {
    const url = new URL(request.url)
    const query = url.searchParams
    const wrong = checks.find(([, accepts]) => !accepts(query))
    if (wrong) {
      const [text] = wrong
      return world.errorPage({ vendor: 'Google', status: text.includes('401') ? 401 : 400, text })
    }
    const back = (answer: Record<string, string>) => departure(query, answer)
    if (query.has('refuse')) return back({ error: 'access_denied', iss: issuer })

    const id = query.get('person')
    if (id === null) {
      return world.signInPage({
        vendor: 'Google',
        colour: '#1a73e8',
        others: ownPeople,
        choose: person => withParameter(url, 'person', person.id),
        refuse: withParameter(url, 'refuse', '1'),
      })
    }
    const person = findPerson(world, id)
    if (!person) {
      return world.errorPage({ vendor: 'Google', status: 404, text: `Couldn’t find the account ${id}` })
    }
    const scopes = parseScopes(query.get('scope') ?? '') ?? []
    const code = codes.issue({
      person: id,
      scopes,
      redirectUri: query.get('redirect_uri') ?? '',
      nonce: query.get('nonce'),
      challenge: challengeOf(query),
    })
    const { hd } = claimsOf(person, scopes, google)
    return back({
      iss: issuer,
      code,
      scope: spelledOut(scopes),
      authuser: '0',
      ...(hd !== undefined && { hd }),
      prompt: 'consent',
    })
  }
}

/** §4.4: https, or http for this very machine; no other bare address, no wildcard, no fragment. */
function isRegistrable(value: string): boolean {
  if (!URL.canParse(value) || /[*#]/.test(value)) return false
  const { protocol, hostname } = new URL(value)
  if (hostname === 'localhost' || hostname === '127.0.0.1') return /^https?:$/.test(protocol)
  return protocol === 'https:' && !/^\[|^[\d.]+$/.test(hostname)
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

function departure(query: URLSearchParams, answer: Record<string, string>): Response {
  const target = new URL(query.get('redirect_uri') ?? '')
  const state = query.get('state')
  if (state !== null) target.searchParams.append('state', state)
  for (const [name, value] of Object.entries(answer)) target.searchParams.append(name, value)
  return new Response(null, { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } })
}

function withParameter(url: URL, name: string, value: string): URL {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed
}
