import type { IncomingMessage, ServerResponse } from 'node:http'
import { paths } from '../../../apps/oidc/discovery.ts'
import { cacheSeconds } from '../../../apps/oidc/keys.ts'
import type { Log } from '../../../plugin.ts'
import type { Oidc } from './oidc.ts'

/** Answers the request if it is for one of the two documents that everybody may read. */
export type Documents = (request: IncomingMessage, response: ServerResponse) => boolean

/** Discovery and key set, in front of Express: they are the same for everybody and under every name. */
export function documentsOf(oidc: Oidc, base: string, log: Log): Documents {
  const headers = (type: string, body: Buffer) => ({
    'content-type': type,
    'content-length': body.length,
    'cache-control': `public, max-age=${cacheSeconds}`,
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  })
  const discovery = headers('application/json', oidc.discovery)

  return (request, response) => {
    const { url = '', method } = request
    if (method !== 'GET' && method !== 'HEAD') return false
    const path = url.split('?', 1)[0]
    if (path === base + paths.discovery) {
      response.writeHead(200, discovery).end(oidc.discovery)
      return true
    }
    if (path !== base + paths.jwks) return false
    const jwks = oidc.jwks()
    if (jwks instanceof Promise) {
      jwks.then(send, error => {
        log.warn({ cause: String(error) }, 'the signing keys could not be read')
        response.writeHead(503, { 'cache-control': 'no-store', 'retry-after': '5' }).end()
      })
    } else send(jwks)
    return true

    function send(body: Buffer): void {
      response.writeHead(200, headers('application/jwk-set+json', body)).end(body)
    }
  }
}
