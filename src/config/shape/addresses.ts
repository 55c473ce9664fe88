import type { Schema } from '../schema/schema.ts'

/** A map of a vendor's addresses. */
export const isAddresses = ({ properties = {} }: Schema): boolean =>
  Object.values(properties).some(below => below['x-endpoint'] === true)

/**
 * `{ login: https://git.example.com, api: https://git.example.com/api/v3 }`, made from one address that was written
 * where the map belongs. What is below the host, the descriptions tell: `https://HOST/api/v3`.
 */
export function addressesExample({ properties = {} }: Schema, written: unknown): string {
  const host = hostOf(written)
  const keys = Object.entries(properties).filter(([, below]) => below['x-endpoint'] === true)
  const isOneServer = keys.some(([, { description = '' }]) => onHost.test(description))
  const pairs = keys.map(([key, { description = '' }]) => {
    if (host === undefined || !isOneServer) return `${key}: https://…${path(description)}`
    return `${key}: https://${host}${path(description)}`
  })
  return `{ ${pairs.join(', ')} }`
}

const onHost = /https:\/\/HOST(\/[\w./-]*[\w/])?/
const path = (description: string) => onHost.exec(description)?.[1] ?? ''

/** Nothing but the host: an address may have a password in it. */
function hostOf(written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined
  const url = /^https?:\/\//.test(written) ? written : `https://${written}`
  const host = URL.canParse(url) ? new URL(url).host : ''
  return host.includes('.') && host.length <= 100 ? host : undefined
}
