import { type AListAdmin, aListAdmin } from '../../apps/alist/admin/client.ts'
import type { Secret } from '../../options.ts'
import type { OpenApp } from '../apps/apps.ts'
import type { Outbound } from '../outbound.ts'

/** A whole AList's own users; undefined where the file has no token for them. */
export function aListAdminOf(
  { config, options }: OpenApp,
  outbound: Pick<Outbound, 'fetch'>,
): AListAdmin | undefined {
  const { url, adminToken } = options as { url: string; adminToken?: Secret }
  if (config.type !== 'alist' || adminToken === undefined) return undefined
  return aListAdmin(url, adminToken.reveal(), (to, init) => outbound.fetch(to, init))
}
