import type { Request } from 'express'
import { SsoError } from '../errors.ts'

const usual = 4096

/**
 * What a vendor's return carries, each name once and no value longer than 4 KB (RFC 6749 §3.1) or than `longest` says
 * for its name: two readers of a repeated parameter could each take another one. Throws `request_invalid`.
 */
export function parametersOf(
  request: Request,
  longest: Readonly<Record<string, number>> = {},
): URLSearchParams {
  const from: unknown = request.method === 'POST' ? request.body : request.query
  const found = new URLSearchParams()
  for (const [name, value] of Object.entries(from ?? {})) {
    if (typeof value !== 'string')
      throw new SsoError('request_invalid', {
        step: 'return',
        cause: `"${name.slice(0, 50)}" came more than once`,
      })
    if (value.length > (Object.hasOwn(longest, name) ? (longest[name] ?? usual) : usual))
      throw new SsoError('request_invalid', { step: 'return', cause: `"${name.slice(0, 50)}" is too long` })
    found.append(name, value)
  }
  return found
}
