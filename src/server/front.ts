import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Storage } from '../storage/storage.ts'
import type { Documents } from './apps/oidc/documents.ts'
import type { Authz } from './authz/authz.ts'

export interface Front {
  storage: Storage
  isClosing: () => boolean
  /** Discovery and keys of the OpenID provider. */
  documents?: Documents | undefined
  authz?: Authz | undefined
}

/** Questions of machines, answered before Express, whatever name they are asked under. */
export function front(
  app: RequestListener,
  { storage, isClosing, documents, authz }: Front,
): RequestListener {
  return (request, response) => {
    if (request.url === '/healthz') return answer(response, 200, 'ok')
    if (request.url === '/readyz') return void ready(response)
    if (documents?.(request, response) || authz?.(request, response)) return
    app(request, response)
  }

  async function ready(response: ServerResponse): Promise<void> {
    if (isClosing()) return answer(response, 503, 'closing')
    const reachable = await storage.isReachable()
    answer(response, reachable ? 200 : 503, reachable ? 'ready' : 'no database')
  }
}

function answer(response: ServerResponse<IncomingMessage>, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ status: text }))
}
