import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Simulator, SocketClient } from '../plugin.ts'

type Accept = NonNullable<Simulator['socket']>

/** Shakes hands with whoever asks a simulator for a WebSocket, where the simulator takes them. */
export function takeSockets(server: Server, accept: Accept, origin: () => string): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_048_576 })
  server.on('upgrade', (incoming, line, head) => {
    // a client that goes away in the middle of the handshake
    line.on('error', () => {})
    const { host, origin: page, upgrade } = incoming.headers
    // neither under another name nor from a web page, as at the other addresses
    const isOurs = host === new URL(origin()).host && page === undefined && upgrade === 'websocket'
    const taken = isOurs ? accept(new Request(origin() + (incoming.url ?? '/'))) : undefined
    if (!taken) return void line.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
    sockets.handleUpgrade(incoming, line, head, socket => taken(clientOf(socket)))
  })
  return {
    close() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    },
  }
}

function clientOf(socket: WebSocket): SocketClient {
  socket.on('error', () => {})
  return {
    send: text => socket.send(text),
    close: () => socket.terminate(),
    onMessage: heard => void socket.on('message', data => heard(String(data))),
    onClose: ended => void socket.on('close', ended),
  }
}
