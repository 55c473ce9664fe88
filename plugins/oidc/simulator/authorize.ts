import type { Endpoint, Server } from './index.ts'
import { scopes } from './sessions.ts'

type Check = [error: string, description: string, accepts: (parameters: URLSearchParams) => boolean]

/** Core §3.1.2: the page of people, and the way back with a code. `prompt` and `login_hint` change nothing. */
export function authorizationEndpoint({ options, world, codes }: Server): Endpoint {
  /** What goes back to the client as an error, in this order (RFC 6749 §4.1.2.1, RFC 7636 §4.4.1, Core §3.1.2.6). */
  const checks: Check[] = [
    ['invalid_request', 'a parameter is repeated', isEachOnce],
    ['request_not_supported', 'request objects are not read', parameters => !parameters.has('request')],
    [
      'request_uri_not_supported',
      'request objects are not read',
      parameters => !parameters.has('request_uri'),
    ],
    ['unsupported_response_type', 'only code', parameters => parameters.get('response_type') === 'code'],
    [
      'invalid_request',
      'only response_mode=query',
      parameters => (parameters.get('response_mode') ?? 'query') === 'query',
    ],
    ['invalid_scope', 'openid is missing', parameters => scopesOf(parameters).includes('openid')],
    ['invalid_request', 'PKCE needs code_challenge_method=S256', isPkceUsable],
  ]

  /** RFC 7636: S256 and nothing else; a client without a secret has nothing but PKCE. */
  function isPkceUsable(parameters: URLSearchParams): boolean {
    const challenge = parameters.get('code_challenge')
    if (challenge === null) return options.clientSecret !== undefined
    return parameters.get('code_challenge_method') === 'S256' && /^[\w-]{43}$/.test(challenge)
  }

  /** RFC 9207: `iss` is in every answer, errors too. */
  function back(parameters: URLSearchParams, answer: Record<string, string>): Response {
    const target = new URL(parameters.get('redirect_uri') ?? '')
    const state = parameters.get('state')
    const all = { ...answer, ...(state !== null && { state }), iss: options.issuer }
    for (const [name, value] of Object.entries(all)) target.searchParams.append(name, value)
    return new Response(null, {
      status: 302,
      headers: { location: target.href, 'cache-control': 'no-store' },
    })
  }

  return async request => {
    const parameters = await readParameters(request)
    // RFC 6749 §4.1.2.1: without a known client and a usable address there is nobody to send back to
    if (parameters.get('client_id') !== options.clientId) {
      return world.errorPage({ vendor, status: 400, text: 'invalid_client: unknown client_id' })
    }
    if (!isWebAddress(parameters.get('redirect_uri') ?? '')) {
      return world.errorPage({ vendor, status: 400, text: 'invalid_request: redirect_uri' })
    }
    const wrong = checks.find(([, , accepts]) => !accepts(parameters))
    if (wrong) return back(parameters, { error: wrong[0], error_description: wrong[1] })
    if (parameters.has('refuse')) {
      return back(parameters, { error: 'access_denied', error_description: 'the person said no' })
    }

    const id = parameters.get('person')
    if (id === null) {
      const again = (name: string, value: string) => withParameter(request.url, parameters, name, value)
      return world.signInPage({
        vendor,
        colour: '#6f42c1',
        choose: person => again('person', person.id),
        refuse: again('refuse', '1'),
      })
    }
    if (!world.people.some(person => person.id === id)) {
      return world.errorPage({ vendor, status: 404, text: `nobody is called ${id}` })
    }
    const code = codes.issue({
      person: id,
      scopes: scopesOf(parameters).filter(scope => Object.hasOwn(scopes, scope)),
      redirectUri: parameters.get('redirect_uri') ?? '',
      nonce: parameters.get('nonce'),
      codeChallenge: parameters.get('code_challenge'),
      authTimeSeconds: Math.floor(world.now() / 1000),
    })
    return back(parameters, { code })
  }
}

const vendor = 'Partner OpenID'

/** Core §3.1.2.1: GET and POST mean the same. */
async function readParameters(request: Request): Promise<URLSearchParams> {
  return request.method === 'POST'
    ? new URLSearchParams(await request.text())
    : new URL(request.url).searchParams
}

function isEachOnce(parameters: URLSearchParams): boolean {
  return new Set(parameters.keys()).size === [...parameters.keys()].length
}

function scopesOf(parameters: URLSearchParams): string[] {
  return (parameters.get('scope') ?? '').split(' ')
}

function withParameter(endpoint: string, parameters: URLSearchParams, name: string, value: string): URL {
  const changed = new URL(endpoint)
  changed.search = parameters.toString()
  changed.searchParams.set(name, value)
  return changed
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value) && !value.includes('#')
}
