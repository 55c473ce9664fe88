import { type ScimClient, scimClient } from '../apps/alibaba-cloud/scim/client.ts'
import type { Secret } from '../options.ts'
import type { OpenApp } from './apps/apps.ts'
import type { Outbound } from './outbound.ts'

/** The app's own directory of people; undefined where it has none that we tell. */
export function scimOf({ options }: OpenApp, outbound: Pick<Outbound, 'fetch'>): ScimClient | undefined {
  const { scim } = options as { scim?: { url: string; token: Secret } }
  return scim && scimClient(scim.url, scim.token.reveal(), (to, init) => outbound.fetch(to, init))
}
