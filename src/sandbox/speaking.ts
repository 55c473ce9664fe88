import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Speaker } from '../plugin.ts'

/** A simulator of something else than HTTP behind a port of its own on loopback. */
export async function listenFor(speaker: Speaker): Promise<{ address: string; close(): void }> {
  const clients = new Set<Socket>()
  const server = createServer(client => {
    clients.add(client)
    client.once('close', () => clients.delete(client))
    // a client that goes away in the middle of a sentence
    client.on('error', () => {})
    speaker.speak(client)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      for (const client of clients) client.destroy()
    },
  }
}
