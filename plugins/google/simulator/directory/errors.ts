/** What the Directory API has to say against a request (§4.5; admin/directory/v1/limits); the texts are ours. */
const problems = {
  required: [401, 'global', 'Login Required.'],
  authError: [401, 'global', 'Invalid Credentials'],
  insufficientPermissions: [403, 'global', 'Request had insufficient authentication scopes.'],
  forbidden: [403, 'global', 'Not Authorized to access this resource/api'],
  // the project of the service account has not switched the API on
  accessNotConfigured: [403, 'usageLimits', 'Access Not Configured.'],
  notFound: [404, 'global', 'Resource Not Found'],
  badRequest: [400, 'global', 'Bad Request'],
  invalid: [400, 'global', 'Invalid Input'],
  // both of the first two mean: slow down; neither says for how long
  userRateLimitExceeded: [403, 'usageLimits', 'User-rate limit exceeded.'],
  quotaExceeded: [403, 'usageLimits', 'Request rate higher than configured.'],
  rateLimitExceeded: [429, 'usageLimits', 'Rate limit exceeded.'],
  backendError: [503, 'global', 'Backend Error'],
} as const satisfies Record<string, readonly [status: number, domain: string, message: string]>

export type Reason = keyof typeof problems

export function failure(reason: Reason): Response {
  const [code, domain, message] = problems[reason]
  return Response.json({ error: { code, message, errors: [{ message, domain, reason }] } }, { status: code })
}
