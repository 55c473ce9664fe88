import { authorizationPage } from './authorize.ts'
import { textOf } from './errors.ts'
import type { HostOfMicrosoft, Microsoft } from './index.ts'
import { admits, contosoTenant, isGuid, issuerOf, personalTenant } from './tenants.ts'
import { tokenRequest } from './token.ts'

/** An endpoint below `/{tenant}`. */
export type Endpoint = (segment: string, request: Request) => Response | Promise<Response>

/** login.microsoftonline.com: the first part of every path says whose accounts are meant (§5.6). */
export function loginPages(microsoft: Microsoft): HostOfMicrosoft {
  const { world, keys, company } = microsoft
  const tenants = [company, contosoTenant, personalTenant]
  const endpoints = new Map<string, Endpoint>([
    ['GET /v2.0/.well-known/openid-configuration', segment => Response.json(metadata(microsoft, segment))],
    ['GET /discovery/v2.0/keys', async segment => Response.json(await keys.published(segment))],
    ['GET /oauth2/v2.0/authorize', authorizationPage(microsoft)],
    ['POST /oauth2/v2.0/token', tokenRequest(microsoft)],
  ])

  return (path, request) => {
    const [, segment = '', rest = ''] = /^\/([^/]+)(\/.*)$/.exec(path) ?? []
    const endpoint = endpoints.get(`${request.method} ${rest}`)
    if (!endpoint) return world.errorPage({ vendor, status: 404, text: 'The resource was not found.' })
    const known = isGuid(segment)
      ? tenants.includes(segment.toLowerCase())
      : tenants.some(tid => admits(segment, tid))
    if (!known) return Response.json(unknownTenant, { status: 400 })
    return endpoint(segment, request)
  }
}

const vendor = 'Microsoft'
const unknownTenant = { error: 'invalid_tenant', error_description: textOf('tenantUnknown') }

function metadata({ login, graph }: Microsoft, segment: string): Record<string, unknown> {
  const tenant = `${login}/${segment}`
  return {
    issuer: issuerOf(login, segment),
    authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${tenant}/oauth2/v2.0/token`,
    userinfo_endpoint: `${graph}/oidc/userinfo`,
    jwks_uri: `${tenant}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    request_uri_parameter_supported: false,
  }
}
