/** A parameter, empty where there is none. */
export type Text = (name: string) => string

/** §4: query, form and JSON are all read, whatever the content type says; the address goes first. */
export async function readParameters(request: Request): Promise<Text> {
  const query = new URL(request.url).searchParams
  const body = await request.text()
  const json = parse(body)
  const form = json ? new URLSearchParams() : new URLSearchParams(body)
  return name => query.get(name) || form.get(name) || textOf(json?.[name])
}

export async function readJson(request: Request): Promise<Text> {
  const json = parse(await request.text())
  return name => textOf(json?.[name])
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export interface Client {
  id: string
  secret: string
}

/** §4: the header counts only where neither parameter is there. Go decodes no percent signs in it. */
export function clientOf(request: Request, text: Text): Client {
  const given = { id: text('client_id'), secret: text('client_secret') }
  return given.id === '' && given.secret === '' ? (basicOf(request) ?? given) : given
}

export function basicOf(request: Request): Client | undefined {
  const [, encoded] = /^basic +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (encoded === undefined) return undefined
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  return { id, secret }
}
