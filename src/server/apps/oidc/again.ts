import { stringify } from 'node:querystring'
import type { Request } from 'express'

/**
 * A form that has been read, once more for somebody who reads for themselves: names that came twice still come twice.
 * A request without a form is itself.
 */
export function readAgain(request: Request): Request {
  if (request.method !== 'POST' || !request.is('application/x-www-form-urlencoded')) return request
  const body = Buffer.from(stringify(request.body as Record<string, string | string[]>))
  const { 'transfer-encoding': _, ...headers } = request.headers
  return Object.create(request, {
    headers: { value: { ...headers, 'content-length': String(body.length) } },
    readable: { value: true },
    iterator: {
      async *value() {
        yield body
      },
    },
  })
}
