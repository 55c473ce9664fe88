import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Halt } from '../errors.ts'

interface Place {
  host: string
  /** 0 takes a free one. */
  port: number
  /** Where the port was chosen, for whoever has to choose another one. Default: server.listen. */
  chosenBy?: string | undefined
}

/** Starts to listen, with limits on what a slow or greedy client may hold. */
export async function listen(
  handler: RequestListener,
  { host, port, chosenBy = 'server.listen' }: Place,
): Promise<{ server: Server; port: number }> {
  const sockets = new Set<Socket>()
  const server = createServer(
    { headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, maxHeaderSize: 16_384 },
    (request, response) => {
      sockets.delete(request.socket)
      handler(request, response)
    },
  )
  server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  silent.set(server, sockets)
  server.maxConnections = 2_000
  server.maxRequestsPerSocket = 1_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(inWords(error, { host, port, chosenBy })))
    server.listen(port, host, resolve)
  })
  return { server, port: (server.address() as AddressInfo).port }
}

/** No new requests; those under way get `graceMs` to end, connections without one are cut. */
export async function stop(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeIdleConnections()
  for (const socket of silent.get(server) ?? []) socket.destroy()
  const late = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(late)
}

/** Connections that have not asked anything yet: Node does not count them as idle, and waits for them. */
const silent = new WeakMap<Server, Set<Socket>>()

function inWords(error: Error, { host, port, chosenBy }: Required<Place>): Error {
  const { code } = error as { code?: string }
  const place = `${host}:${port}`
  if (code === 'EADDRINUSE')
    return new Halt(
      `${place} is in use by another program`,
      `stop that program, or choose another port: ${chosenBy}`,
    )
  if (code === 'EACCES')
    return new Halt(`${place} may not be opened by this user`, `choose a port above 1023: ${chosenBy}`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Halt(
      `${host} is not an address of this machine`,
      'change server.listen; 0.0.0.0 means all of them',
    )
  }
  return new Halt(`cannot listen on ${place}: ${code ?? error.message}`)
}
