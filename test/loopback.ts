import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Simulator } from '../src/plugin.ts'
import { listener } from '../src/sandbox/http.ts'
import { takeSockets } from '../src/sandbox/sockets.ts'

type Handler = (request: Request) => Promise<Response>

/** A simulator behind a real port, so that other people's clients can be driven against it. */
export async function listen(): Promise<{
  origin: string
  serve(handler: Handler, socket?: Simulator['socket']): void
  close(): Promise<void>
}> {
  let current: Handler = async () => new Response('nothing is served yet', { status: 503 })
  let sockets: Simulator['socket']
  let origin = ''
  const server = createServer(
    listener(
      request => current(request),
      () => origin,
    ),
  )
  const taken = takeSockets(
    server,
    request => sockets?.(request),
    () => origin,
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
  return {
    origin,
    serve(handler, socket) {
      current = handler
      sockets = socket
    },
    async close() {
      taken.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
