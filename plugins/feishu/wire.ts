/** The custom app, as far as its calls need it. */
export interface App {
  clientId: string
  clientSecret: { reveal(): string }
}

export function postJson(body: object): RequestInit {
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  return { method: 'POST', headers, body: JSON.stringify(body) }
}
