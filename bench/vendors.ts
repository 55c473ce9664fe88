import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { scimServer } from '../src/sandbox/apps/alibaba-cloud/scim.ts'
import { type AListServer, aListServer } from '../src/sandbox/apps/alist/server.ts'
import { secret } from './leaver-file.ts'

/** What arrives at them. */
export const news = {
  logout: 'logout token at the app',
  deactivated: 'deactivated at CloudSSO',
  disabled: 'disabled at AList',
} as const
type News = (typeof news)[keyof typeof news]

/** The apps that are told of a leaver: one that takes logout tokens, CloudSSO, and a whole AList. */
export interface Vendors {
  port: number
  users: ReturnType<typeof scimServer>['users']
  alist: AListServer
  /** Called with what has arrived. */
  heard: (what: News) => void
  close(): void
}

export async function openVendors(): Promise<Vendors> {
  const scim = scimServer({ token: secret, random: randomBytes })
  const alist = aListServer({ token: secret, random: randomBytes })
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
    const { pathname } = new URL(request.url)
    const reply =
      (await alist.handle(request, pathname.replace('/files', ''))) ??
      (await scim.handle(request, pathname.replace('/scim/v2', '')))
    answer.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text())
    if (method === 'PATCH') vendors.heard(news.deactivated)
    if (pathname.endsWith('/user/update')) vendors.heard(news.disabled)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const vendors: Vendors = {
    port: (server.address() as AddressInfo).port,
    users: scim.users,
    alist,
    heard: () => {},
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return vendors
}
