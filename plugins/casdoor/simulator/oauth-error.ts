/** RFC 6749 §5.2, with Casdoor's descriptions. */
export class OAuthError {
  readonly error: string
  readonly description: string

  constructor(error: string, description: string) {
    this.error = error
    this.description = description
  }
}

/** Before v1.915.0 the status was 200 for errors too. */
export function refusal({ error, description }: OAuthError, old = false): Response {
  const body = { error, error_description: description }
  if (old) return Response.json(body)
  if (error !== 'invalid_client') return Response.json(body, { status: 400 })
  return Response.json(body, { status: 401, headers: { 'www-authenticate': 'Basic realm="OAuth2"' } })
}
