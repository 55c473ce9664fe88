import { afterAll, beforeAll, beforeEach } from 'vitest'
import { makeFolder, removeFolders } from '../../cli/folder.ts'
import { dingtalk, type Fault, github, local, partner, registering, type Site } from '../../site.ts'
import { openReadySite } from '../steps.ts'

export const everything = `${registering}\nsources:${dingtalk}${github}${partner}${local}`

/** The one of the subject that is being tested. */
export let site: Site

/** A site for each subject; behind a proxy where more people come than one address may send. */
export function useSite(text = everything, server = ''): void {
  beforeAll(async () => {
    site = await openReadySite(text, server)
  })
  beforeEach(() => {
    site.vendor.fault = undefined
  })
  afterAll(async () => {
    await site.close()
    removeFolders()
  })
}

/** A folder in which the command line works on the database of the running site. */
export const desk = () =>
  makeFolder({
    'sso.config.yaml': `version: 1
publicUrl: https://sso.example.com
storage: { url: "sqlite:${site.data}/sso.db" }
sources:
  - { id: github, type: github, name: GitHub, clientId: app, clientSecret: { env: A }, allow: { organizations: [x] } }
  - { id: dingtalk, type: dingtalk, name: 钉钉, corpId: ding1, clientId: ding2, clientSecret: { env: B } }
`,
  })

/** The vendor's own reply with other values in it. */
export const altered =
  (path: string, change: object): Fault =>
  async request => {
    if (!new URL(request.url).pathname.endsWith(path)) return undefined
    const { fault } = site.vendor
    site.vendor.fault = undefined
    const headers = { ...Object.fromEntries(request.headers) }
    for (const name of ['host', 'connection', 'content-length', 'transfer-encoding']) delete headers[name]
    const body = request.method === 'POST' ? await request.text() : null
    const own = await fetch(request.url, { method: request.method, headers, body })
    site.vendor.fault = fault
    return Response.json({ ...((await own.json()) as object), ...change })
  }
