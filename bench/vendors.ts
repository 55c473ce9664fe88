import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { scimServer } from '../src/sandbox/apps/alibaba-cloud/scim.ts'
import { secret } from './leaver-file.ts'

/** What arrives at them. */
export const news = { logout: 'logout token at the app', deactivated: 'deactivated at CloudSSO' } as const
type News = (typeof news)[keyof typeof news]

/** The apps that are told of a leaver: one that takes logout tokens, and CloudSSO. */
export interface Vendors {
  port: number
  users: ReturnType<typeof scimServer>['users']
  /** Called with what has arrived. */
  heard: (what: News) => void
  close(): void
}

export async function openVendors(): Promise<Vendors> {
  const scim = scimServer({ token: secret, random: randomBytes })
  const server = createServer(async (incoming, answer) => {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part as Buffer)
    const { method = 'GET', url: path = '/', headers } = incoming
    if (path === '/told') {
      answer.end()
      return vendors.heard(news.logout)
    }
    const request = new Request(`http://localhost${path}`, {
      method,
      headers: { authorization: headers.authorization ?? '' },
      ...(method !== 'GET' && { body: Buffer.concat(parts) }),
    })
    const reply = await scim.handle(request, new URL(request.url).pathname.replace('/scim/v2', ''))
    answer.writeHead(reply.status, { 'content-type': 'application/scim+json' }).end(await reply.text())
    if (method === 'PATCH') vendors.heard(news.deactivated)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const vendors: Vendors = {
    port: (server.address() as AddressInfo).port,
    users: scim.users,
    heard: () => {},
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return vendors
}
