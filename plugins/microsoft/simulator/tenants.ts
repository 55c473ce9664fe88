/** Whose directory holds everybody's own, personal accounts (§5.3). */
export const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad'
/** The second company. */
export const contosoTenant = '6babcaad-604b-40ac-a9d7-9fd97c0b779f'
/** The organisation's, where the options name none. */
const companyTenant = 'c0ffee00-5a3d-4b1c-9e2f-71d0a4b8e6f3'

export const contosoDomain = 'contoso.example'

export const isGuid = (value: string): boolean =>
  /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(value)

/** The organisation is the tenant that the options name, or else the first that `allow` does, if they name one. */
export const companyTenantOf = (tenant: string, allowed: readonly string[] = []): string =>
  [tenant, ...allowed]
    .filter(isGuid)
    .map(id => id.toLowerCase())
    .find(id => id !== personalTenant && id !== contosoTenant) ?? companyTenant

/** Whether accounts of the tenant may come through this segment of an address (§5.6). */
export function admits(segment: string, tid: string): boolean {
  if (segment === 'common') return true
  if (segment === 'organizations') return tid !== personalTenant
  if (segment === 'consumers') return tid === personalTenant
  return segment.toLowerCase() === tid
}

/** Of a segment, which tenant's issuer is meant; the template where it can be several (§5.6). */
export function issuerOf(login: string, segment: string): string {
  if (segment === 'consumers') return `${login}/${personalTenant}/v2.0`
  return `${login}/${isGuid(segment) ? segment.toLowerCase() : '{tenantid}'}/v2.0`
}
