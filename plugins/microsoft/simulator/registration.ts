import type { Problem } from './errors.ts'
import { admits, isGuid, personalTenant } from './tenants.ts'

/** What is wrong with asking for the accounts of `segment` when the app is registered for those of `tenant`. */
export function audienceProblem(tenant: string, segment: string): Problem | undefined {
  if (isGuid(tenant)) {
    if (segment === 'common' || segment === 'organizations') return 'notMultiTenant'
    return admits(segment, tenant.toLowerCase()) ? undefined : 'notForTenant'
  }
  if (isGuid(segment)) return admits(tenant, segment.toLowerCase()) ? undefined : 'notForTenant'
  if (segment === 'consumers') return admits(tenant, personalTenant) ? undefined : 'notForTenant'
  return tenant === 'consumers' ? 'notForTenant' : undefined
}

/**
 * §5.8: https, or http for `localhost`; no fragment, none of `! $ ' ( ) , ;` and at most 256 characters; a query only
 * for apps that take no personal accounts.
 */
export function isRegistrable(address: string, tenant: string): boolean {
  if (!URL.canParse(address) || address.length > 256 || /[!$'(),;#*]/.test(address)) return false
  const { protocol, hostname, search } = new URL(address)
  if (search !== '' && admits(tenant, personalTenant)) return false
  return protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost')
}
