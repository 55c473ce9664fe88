/** The form of nearly all of the open API: `code` 0 and `data`, or another code and `msg`. */
export const success = (data: object): Response => Response.json({ code: 0, msg: 'success', data })

export const failure = (
  status: number,
  code: number,
  msg: string,
  error?: object,
  headers: HeadersInit = {},
): Response => Response.json({ code, msg, ...(error && { error }) }, { status, headers })

/** A body that is a JSON object; the token endpoint alone reads forms as well. */
export async function bodyOf(request: Request): Promise<Readonly<Record<string, unknown>> | undefined> {
  const type = request.headers.get('content-type') ?? ''
  if (type.includes('form-urlencoded')) return Object.fromEntries(new URLSearchParams(await request.text()))
  const body: unknown = await request.json().catch(() => undefined)
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : undefined
}

export function text(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

export const bearerOf = (request: Request): string | undefined =>
  /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
