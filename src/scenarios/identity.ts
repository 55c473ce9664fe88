import type { Identity } from '../model.ts'
import type { Somebody } from './file.ts'

/** What the source's plugin would hand over of them. Without an issuer of their own all people of a source have the same. */
export function identityOf({ source, issuer = source, claims, ...somebody }: Somebody): Identity {
  const { organizations, teams, domains, tenants, title, attributes, ...own } = somebody
  const told = { organizations, teams, domains, tenants, title, attributes }
  const said = Object.entries(told).filter(([, value]) => value !== undefined)
  return { ...own, issuer, claims: { ...claims, ...Object.fromEntries(said) } }
}
