import { SsoError } from '../../../errors.ts'
import type { OpenApps } from '../apps.ts'

/**
 * Why an app's request is answered with a page of ours and not with a redirect: there is nowhere registered to send
 * people to, or they may not enter. The log gets the protocol's own words; the page says none of them.
 */
export function refusalOf(error: unknown, clientId: unknown, apps: OpenApps): unknown {
  if (error instanceof SsoError) return error
  const said = error as {
    error?: string
    error_description?: string
    error_detail?: string
    statusCode?: number
  }
  if (said.error === undefined || (said.statusCode ?? 500) >= 500) return error
  const cause = [said.error, said.error_description, said.error_detail].filter(Boolean).join(': ')
  const closed = [...apps.values()].find(
    ({ config }) => !config.enabled && (config.options.clientId ?? config.id) === clientId,
  )
  if (closed) return new SsoError('app_closed', { app: closed.config.id, cause })
  return new SsoError(said.error === 'invalid_client' ? 'app_unknown' : 'app_request_invalid', { cause })
}
