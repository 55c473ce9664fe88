import { createHash } from 'node:crypto'
import type { World } from 'sso-kit/plugin'
import type { HostOfGitHub, Options } from './index.ts'
import { parseScopes } from './scopes.ts'
import type { Attempt, Tokens } from './tokens.ts'

/** github.com: the page where people sign in, and the token request. */
export function loginPages(options: Options, world: World, tokens: Tokens): HostOfGitHub {
  function authorize(url: URL): Response {
    const query = url.searchParams
    const redirectUri = query.get('redirect_uri') ?? ''
    // an unknown app, or no registered address to go back to, ends on GitHub's own page
    if (query.get('client_id') !== options.clientId)
      return world.errorPage({ vendor, status: 404, text: 'Not Found' })
    if (!isWebAddress(redirectUri)) {
      const text = 'The redirect_uri is not associated with this application.'
      return world.errorPage({ vendor, status: 400, text })
    }
    const state = query.get('state')
    const back = (answer: Record<string, string>) => departure(redirectUri, state, answer)
    if (query.has('refuse')) return back(cancelled)
    const codeChallenge = query.get('code_challenge')
    // §3.4: S256 only
    if (codeChallenge !== null && query.get('code_challenge_method') !== 'S256') {
      return back({ error: 'invalid_request', error_description: 'The code_challenge_method must be S256.' })
    }

    const id = query.get('person')
    if (id === null) {
      return world.signInPage({
        vendor,
        colour: '#24292f',
        choose: person => withParameter(url, 'person', person.id),
        refuse: withParameter(url, 'refuse', '1'),
      })
    }
    if (!world.people.some(person => person.id === id)) {
      return world.errorPage({ vendor, status: 404, text: `Nobody is called ${id}.` })
    }
    const scopes = parseScopes(query.get('scope') ?? '')
    return back({ code: tokens.code({ person: id, scopes, redirectUri, codeChallenge }) })
  }

  /** Errors come inside a 200, and everything comes as a form unless JSON is asked for (§2). */
  async function accessToken(request: Request): Promise<Response> {
    const parameters = await readParameters(request)
    const code = parameters.get('code') ?? ''
    const attempt = tokens.attempt(code)
    const error = refusalNames.find(name => !checks[name](parameters, attempt))
    const answer: Record<string, string> = error
      ? { error, error_description: refusals[error], error_uri: manual }
      : { access_token: tokens.redeem(code), token_type: 'bearer', scope: attempt?.scopes.join(',') ?? '' }
    return request.headers.get('accept')?.includes('json')
      ? Response.json(answer)
      : new Response(new URLSearchParams(answer))
  }

  const checks: Record<Refusal, (parameters: URLSearchParams, attempt: Attempt | undefined) => boolean> = {
    incorrect_client_credentials: parameters =>
      parameters.get('client_id') === options.clientId &&
      parameters.get('client_secret') === options.clientSecret.reveal(),
    bad_verification_code: (parameters, attempt) =>
      attempt !== undefined && isVerifierOf(attempt.codeChallenge, parameters.get('code_verifier')),
    redirect_uri_mismatch: (parameters, attempt) =>
      !parameters.has('redirect_uri') || parameters.get('redirect_uri') === attempt?.redirectUri,
  }

  const pages = new Map<string, (request: Request) => Response | Promise<Response>>([
    ['GET /login/oauth/authorize', request => authorize(new URL(request.url))],
    ['POST /login/oauth/access_token', accessToken],
  ])
  return async (path, request) => pages.get(`${request.method} ${path}`)?.(request)
}

const vendor = 'GitHub'
const manual =
  'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/'

type Refusal = keyof typeof refusals

/** In the order in which they are looked for. */
const refusals = {
  incorrect_client_credentials: 'The client_id and/or client_secret passed are incorrect.',
  bad_verification_code: 'The code passed is incorrect or expired.',
  redirect_uri_mismatch: 'The redirect_uri MUST match the registered callback URL for this application.',
}

const refusalNames = Object.keys(refusals) as Refusal[]

const cancelled = {
  error: 'access_denied',
  error_description: 'The user has denied your application access.',
  error_uri:
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/#access-denied',
}

function departure(redirectUri: string, state: string | null, answer: Record<string, string>): Response {
  const target = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) target.searchParams.append(name, value)
  if (state !== null) target.searchParams.append('state', state)
  return new Response(null, { status: 302, headers: { location: target.href } })
}

/** RFC 7636 §4.6; nothing to prove where no challenge was sent. */
function isVerifierOf(challenge: string | null, verifier: string | null): boolean {
  return (
    challenge === null ||
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === challenge
  )
}

/** The query, a form and JSON are all read. */
async function readParameters(request: Request): Promise<URLSearchParams> {
  const parameters = new URLSearchParams(new URL(request.url).search)
  const body = await request.text()
  const json: unknown = request.headers.get('content-type')?.includes('json') ? parseJson(body) : undefined
  const given = typeof json === 'object' && json !== null ? Object.entries(json) : new URLSearchParams(body)
  for (const [name, value] of given) parameters.set(name, String(value))
  return parameters
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function withParameter(url: URL, name: string, value: string): URL {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value) && !value.includes('#')
}
