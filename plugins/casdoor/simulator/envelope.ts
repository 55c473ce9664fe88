/** §9: one form for success and failure, and status 200 for both. */
export function ok(
  data: unknown,
  data2: unknown = null,
  rest: { sub?: string; name?: string } = {},
): Response {
  return Response.json({ status: 'ok', msg: '', sub: '', name: '', ...rest, data, data2, data3: null })
}

export function failure(msg: string, data: unknown = null): Response {
  return Response.json({ status: 'error', msg, sub: '', name: '', data, data2: null, data3: null })
}

/** What stands before the endpoints has fewer fields. */
export function filterFailure(msg: string): Response {
  return Response.json({ status: 'error', msg, data: null, data2: null })
}

export const texts = {
  unauthorized: 'Unauthorized operation',
  signInFirst: 'Please login first',
  noToken: "Access token doesn't exist in database",
  tokenExpired: (time: number) => `Access token has expired, expireTime = ${new Date(time).toISOString()}`,
  badClient: 'Invalid client_id',
  badSecret: (application: string) => `Incorrect client secret for application: ${application}`,
  badRedirect: (address: string) => `Redirect URI: ${address} doesn't exist in the allowed Redirect URI list`,
  badChallenge: 'Challenge method should be S256',
  noApplication: (id: string) => `The application: ${id} does not exist`,
  noUser: (id: string) => `The user: ${id} doesn't exist`,
  forbidden: 'The user is forbidden to sign in, please contact the administrator',
  wrongPassword: (chances: number) => `password or code is incorrect, you have ${chances} remaining chances`,
  frozen: (minutes: number) =>
    `You have entered the wrong password or code too many times, please wait for ${minutes} minutes and try again`,
}

/** The same without its text, which is all that tells one failure from another. */
export async function masked(reply: Response): Promise<Response> {
  const body: unknown = await reply
    .clone()
    .json()
    .catch(() => undefined)
  return Object(body).status === 'error' ? Response.json({ ...Object(body), msg: 'Error' }) : reply
}
