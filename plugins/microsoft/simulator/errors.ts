import type { World } from 'sso-kit/plugin'
import { guid } from './people.ts'

/** Numbers from Microsoft's list of AADSTS errors, of which the facts name 50011; the texts are ours. */
export const problems = {
  tenantUnknown: [90002, 'invalid_request', 'The tenant was not found.'],
  appUnknown: [700016, 'unauthorized_client', 'The application was not found in the directory.'],
  notMultiTenant: [
    50194,
    'invalid_request',
    'The application is not configured as a multi-tenant application.',
  ],
  notForTenant: [700016, 'unauthorized_client', 'The application is not enabled for this kind of account.'],
  redirectUri: [
    50011,
    'invalid_request',
    'The redirect URI does not match those configured for the application.',
  ],
  responseType: [
    700054,
    'unsupported_response_type',
    'The response_type is not enabled for the application.',
  ],
  responseMode: [70007, 'invalid_request', 'The response_mode is not supported here.'],
  noScope: [900144, 'invalid_request', 'The request body must contain the parameter "scope".'],
  scope: [70011, 'invalid_scope', 'The provided value for the input parameter "scope" is not valid.'],
  challenge: [50149, 'invalid_request', 'The code_challenge or its method is not valid.'],
  declined: [65004, 'access_denied', 'User declined to consent to access the app.'],
  noAccount: [50020, 'interaction_required', 'The user account does not exist in the tenant.'],
  secret: [7000215, 'invalid_client', 'Invalid client secret provided.'],
  grantType: [70003, 'unsupported_grant_type', 'The app requested an unsupported grant type.'],
  codeUnknown: [9002313, 'invalid_grant', 'The authorization code is malformed or not valid.'],
  codeExpired: [70008, 'invalid_grant', 'The authorization code has expired.'],
  codeUsed: [54005, 'invalid_grant', 'The authorization code was already redeemed.'],
  otherTenant: [700005, 'invalid_grant', 'The authorization code is intended for another tenant.'],
  replyAddress: [500112, 'invalid_grant', 'The reply address is not that of the authorization request.'],
  verifier: [501481, 'invalid_grant', 'The code_verifier does not match the code_challenge.'],
  noTenant: [50059, 'invalid_request', 'No tenant-identifying information was found in the request.'],
  noDefault: [1002012, 'invalid_scope', 'Client credential flows must have a scope that ends in /.default.'],
} as const satisfies Record<string, readonly [code: number, error: string, text: string]>

export type Problem = keyof typeof problems

export const textOf = (problem: Problem): string => `AADSTS${problems[problem][0]}: ${problems[problem][2]}`

/** The token endpoint's: a description in four parts, and those parts again beside it. */
export function refusal(problem: Problem, login: string, world: World): Response {
  const [code, error] = problems[problem]
  const timestamp = `${new Date(world.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`
  const [trace, correlation] = [
    guid(world.random(16).toString('hex')),
    guid(world.random(16).toString('hex')),
  ]
  return Response.json(
    {
      error,
      error_description: `${textOf(problem)} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `${login}/error?code=${code}`,
    },
    { status: error === 'invalid_client' ? 401 : 400, headers: { 'cache-control': 'no-store' } },
  )
}
