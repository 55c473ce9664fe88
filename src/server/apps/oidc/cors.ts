import type { RequestHandler } from 'express'
import { paths } from '../../../apps/oidc/discovery.ts'
import { originsOf } from '../../../apps/oidc/provider.ts'
import type { Oidc } from './oidc.ts'

const asked: readonly string[] = [paths.token, paths.userinfo, paths.revocation, paths.introspection]

/**
 * Pages of registered origins may ask by script; those of others are refused before anything is done. Whether the
 * origin is of the very app that asks, the provider judges. No cookie is looked at there.
 */
export function oidcCors({ clients }: Oidc, base: string): RequestHandler {
  const origins = new Set([...clients.values()].flatMap(originsOf))
  return (request, response, next) => {
    if (!request.path.startsWith(base) || !asked.includes(request.path.slice(base.length))) return next()
    const origin = request.get('origin')
    response.vary('Origin')
    if (origin === undefined) return next()
    if (!origins.has(origin)) {
      response.status(403).json({ error: 'invalid_request', error_description: 'origin not registered' })
      return
    }
    if (request.method !== 'OPTIONS') return next()
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'authorization, content-type',
      'Access-Control-Max-Age': '600',
    })
    response.status(204).end()
  }
}
