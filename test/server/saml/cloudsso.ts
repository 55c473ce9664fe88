import { randomBytes } from 'node:crypto'
import { scimServer } from '../../../src/sandbox/apps/alibaba-cloud/scim.ts'
import type { Site } from '../../site.ts'

/** An app that leads into a directory of CloudSSO, and tells it of people; `more` are further keys. */
export const cloudSso = (allow = 'everyone', more = '') => `
  - id: cloud
    type: alibaba-cloud
    name: Cloud
    site: china
    sso: cloudsso
    directory: { entityId: "https://signin-cn-shanghai.alibabacloudsso.com/saml/sp/d-1", acsUrl: "https://signin-cn-shanghai.alibabacloudsso.com/saml/acs/1" }
    scim: { url: "{vendor}/scim/v2", token: { env: SECRET } }
    allow: ${allow}${more && `\n    ${more}`}`

type Answer = Response | undefined
type Answering = (method: string, path: string) => Answer | Promise<Answer>

/** The SCIM of that directory among the site's vendors. `instead` answers in its place, or leaves it to it. */
export function scimOf(site: Site, instead: Answering = () => undefined): ReturnType<typeof scimServer> {
  // the same secret for everything, as tests have it
  const scim = scimServer({ token: 'a secret that only tests know', random: randomBytes })
  site.vendor.fault = async request => {
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith('/scim/v2')) return undefined
    const path = pathname.slice('/scim/v2'.length)
    return (await instead(request.method, path)) ?? scim.handle(request, path)
  }
  return scim
}
