import type { RoleOption } from './roles.ts'
import { sites } from './site.ts'

export interface AlibabaCloudOptions {
  readonly site: 'china' | 'international'
  readonly sso: 'role' | 'user' | 'cloudsso'
  readonly accountId?: string
  readonly provider: string
  readonly sessionName: string
  readonly sessionDuration: string
  readonly roles?: readonly RoleOption[]
  readonly userName: string
  readonly domain?: string
  readonly directory?: { readonly entityId: string; readonly acsUrl: string }
  /** There where CloudSSO is told of people. */
  readonly scim?: object
  readonly startPage?: string
  /** No key of the file: where the sandbox has its own Alibaba Cloud. */
  readonly simulatedAcsUrl?: string
}

/** The service provider's side: which one it is, and where it takes answers. */
export function partyOf({ site, sso, accountId = '', directory }: AlibabaCloudOptions): {
  entityId: string
  acsUrl: string
} {
  const party = sites[site]
  if (party === undefined) throw new Error(`there is no site ${site}`)
  if (sso === 'role') return party.role
  if (sso === 'user') return party.user(accountId)
  if (directory === undefined) throw new Error('sso: cloudsso has no directory')
  return directory
}
