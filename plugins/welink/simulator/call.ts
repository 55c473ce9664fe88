import type { Answer } from './errors.ts'
import type { Permission } from './setting.ts'

export type Body = Readonly<Record<string, unknown>>

export interface Call {
  query: URLSearchParams
  body: Body
}

/** What the app's token is good for, if it was issued with the permission (§4.5). */
export interface Method {
  permission: Permission
  answer(call: Call): Answer
}

export type Methods = readonly [route: string, method: Method][]

/** The body, if it is a JSON object. */
export async function readObject(request: Request): Promise<Body | undefined> {
  const body: unknown = await request.json().catch(() => undefined)
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : undefined
}

export function text(body: Body, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}
