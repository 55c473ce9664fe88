/** The tenant of all personal accounts (MSA). Anybody can have one. */
export const personal = '9188040d-6c67-4c5b-b112-36a304b66dad'

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** As Microsoft writes the ids of tenants and groups: lower case. */
export const isGuid = (value: unknown): value is string => typeof value === 'string' && guid.test(value)

/** True where people of more than one organisation, or of none, can sign in. */
export const isOpen = (tenant: string): boolean => !isGuid(tenant) || tenant === personal

/** True where personal accounts can sign in. */
export const isForPersonal = (tenant: string): boolean =>
  tenant === 'common' || tenant === 'consumers' || tenant === personal

/** The tenant whose people alone a setting means; undefined for `common` and `organizations`. */
export function onlyTenant(tenant: string): string | undefined {
  if (tenant === 'consumers') return personal
  return isGuid(tenant) ? tenant : undefined
}

/** `{tenantid}` is Microsoft's own placeholder, in metadata that speaks for many tenants. */
export const issuerOf = (login: string, tenant = '{tenantid}'): string => `${login}/${tenant}/v2.0`
