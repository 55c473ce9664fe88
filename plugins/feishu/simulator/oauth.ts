import { createHash } from 'node:crypto'
import type { Feishu } from './index.ts'
import { findPerson, standing } from './people.ts'
import { bodyOf, text } from './reply.ts'
import type { Found, Grant, Tickets } from './state.ts'

/**
 * authen/v2/oauth/token. The document asks for JSON and recommends any OAuth library beside, its own sample sending a
 * form: so both are read. Errors are 400 with OAuth's fields and a number.
 */
export function tokenEndpoint({ options, world, state }: Feishu): (request: Request) => Promise<Response> {
  const sources = [state.webCodes, state.accessCodes, state.authCodes]

  function lookUp(code: string): { found: Found<Grant>; tickets: Tickets<Grant> } {
    for (const tickets of sources) {
      const found = tickets.read(code)
      if (found.is !== 'unknown') return { found, tickets }
    }
    return { found: { is: 'unknown' }, tickets: state.webCodes }
  }

  return async request => {
    const body = await bodyOf(request)
    if (!body) return refuse(20063)
    const [clientId, secret, code] = [
      text(body, 'client_id'),
      text(body, 'client_secret'),
      text(body, 'code'),
    ]
    if (request.headers.has('authorization') && secret !== '') return refuse(20070)
    if (text(body, 'grant_type') !== 'authorization_code')
      return refuse(text(body, 'grant_type') === '' ? 20001 : 20036)
    if (clientId === '' || secret === '' || code === '') return refuse(20001)
    if (clientId !== options.clientId) return refuse(20048)
    if (secret !== options.clientSecret.reveal()) return refuse(20002)

    const { found, tickets } = lookUp(code)
    if (found.is !== 'valid') return refuse(codeOf[found.is])
    const { person: id, redirectUri, challenge, scopes } = found.value
    if (redirectUri !== undefined && redirectUri !== text(body, 'redirect_uri')) return refuse(20071)
    if (challenge && !answers(text(body, 'code_verifier'), challenge)) return refuse(20049)
    const person = findPerson(world, id)
    if (!person) return refuse(20008)
    // the people of another organisation, unless ours shares the app with it
    if (standing(person) === 'stranger') return refuse(20009)
    tickets.use(code)
    return Response.json({
      code: 0,
      access_token: state.userTokens.issue({ person: id }),
      expires_in: 7200,
      scope: ['auth:user.id:read', ...scopes].join(' '),
      token_type: 'Bearer',
    })
  }
}

function answers(verifier: string, { value, method }: { value: string; method: string }): boolean {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false
  return value === (method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier)
}

const codeOf = { unknown: 20003, expired: 20004, used: 20065 } as const

const refuse = (code: keyof typeof failures): Response =>
  Response.json(
    { code, error: code === 20002 ? 'invalid_client' : 'invalid_request', error_description: failures[code] },
    { status: 400 },
  )

/** The table of the document; the strings of `error` are not in it, but for one in a sample. */
const failures = {
  20001: 'The request is missing a required parameter.',
  20002: 'The client secret is invalid.',
  20003: 'The authorization code is not found. Please note that an authorization code can only be used once.',
  20004: 'The authorization code has expired.',
  20008: 'The user does not exist.',
  20009: 'The specified app is not installed.',
  20036: 'The specified grant_type is not supported.',
  20048: 'The specified app does not exist.',
  20049: 'PKCE code challenge failed.',
  20063: 'The request is malformed. Please check your request.',
  20065:
    'The authorization code has been used. Please note that an authorization code can only be used once.',
  20070: 'Multiple authentication methods were provided. Please only use one to proceed.',
  20071: 'The provided redirect URI does not match the one used during authorization.',
} as const
