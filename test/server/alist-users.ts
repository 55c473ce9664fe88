import { randomBytes } from 'node:crypto'
import { aListServer } from '../../src/sandbox/apps/alist/server.ts'
import type { Roles } from '../../src/sandbox/apps/alist/users.ts'
import type { Site } from '../site.ts'

/** A whole AList that may be told of leavers. */
export const files = (allow = 'everyone') => `
  - id: files
    type: alist
    name: Files
    url: "{vendor}/files"
    clientSecret: { env: SECRET }
    adminToken: { env: SECRET }
    allow: ${allow}`

type Answer = Response | undefined
type Answering = (method: string, path: string) => Answer | Promise<Answer>

/** It among the site's vendors. `instead` answers in its place, or leaves it to it. */
export function aListOf(site: Site, roles: Roles, instead: Answering = () => undefined) {
  // the same secret for everything, as tests have it
  const server = aListServer({ token: 'a secret that only tests know', random: randomBytes, roles })
  site.vendor.fault = async request => {
    const { pathname, search } = new URL(request.url)
    if (!pathname.startsWith('/files')) return undefined
    const path = pathname.slice('/files'.length)
    return (await instead(request.method, path + search)) ?? server.handle(request, path)
  }
  return server
}
