import type { RequestHandler } from 'express'
import { originsOf } from './addresses.ts'

/** What AList's pages ask by script, from their own origin. */
const asked: readonly string[] = ['/api/me', '/api/me/update', '/api/public/settings', '/api/auth/logout']

/**
 * Lets the pages of the listed front ends read the answers, and no others. Without credentials: a token is in a header
 * that a page has to set, and no cookie of ours is looked at there.
 */
export function alistCors(publicUrl: string, listed: readonly string[]): RequestHandler {
  const frontends = originsOf(listed)
  const base = new URL(publicUrl).pathname.replace(/\/$/, '')
  return (request, response, next) => {
    if (!request.path.startsWith(base) || !asked.includes(request.path.slice(base.length))) return next()
    response.vary('Origin')
    const origin = request.get('origin')
    if (origin !== undefined && frontends.includes(origin)) {
      response.set('Access-Control-Allow-Origin', origin)
      response.set('Access-Control-Allow-Methods', 'GET, POST')
      response.set('Access-Control-Allow-Headers', 'authorization, content-type')
      response.set('Access-Control-Max-Age', '600')
    }
    if (request.method !== 'OPTIONS') return next()
    response.status(204).end()
  }
}
