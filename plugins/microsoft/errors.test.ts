import { describe } from 'vitest'
import { type Met, signInOnly } from '../../test/server/met-by-check.ts'
import { describeErrors, type VendorError, wordy } from '../../test/server/vendor-errors.ts'
import { companyTenantOf } from './simulator/tenants.ts'

const tenant = companyTenantOf('organizations')
const yaml = (strategy: string) => `
  - id: microsoft
    type: microsoft
    name: Microsoft
    tenant: ${tenant}
    clientId: app
    clientSecret: { env: SECRET }
    strategy: ${strategy}
    allow: { groups: [aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee] }
    endpoints: { login: "{vendor}/microsoft/login", graph: "{vendor}/microsoft/graph" }`
const following = '\n    sync: { auto: true }'
const app = 'entra.microsoft.com › App registrations › sso-kit'
const exchange = '/oauth2/v2.0/token'
const token = (error: string, status: number, number: number, check: Met): VendorError => ({
  ...{ error, at: exchange, status, step: 'exchange', check },
  body: wordy({ error, error_codes: [number], error_description: `AADSTS${number}: words of the vendor` }),
})
const graph = (
  error: string,
  status: number,
  state: 'bad' | 'busy',
  more: Partial<VendorError> = {},
): VendorError => ({
  // groups are asked for in the name of the person; users, which an account may follow, as the app itself
  check: {
    ...{ at: '/v1.0/users', step: 'application permission User.Read.All', state },
    found: `${status} ${error}`,
    ...(state === 'bad' && {
      mend: `${app} › API permissions › Microsoft Graph › Application: User.Read.All`,
    }),
  },
  ...{
    error,
    at: '/checkMemberGroups',
    status,
    step: 'profile',
    vendorCode: `${status} ${error}`,
    body: { error: { code: error } },
    ...more,
  },
})

describe.each(['openid-client', 'passport-azure-ad'])('what Microsoft refuses, with strategy %s', strategy =>
  describeErrors({ yaml: yaml(strategy), source: 'microsoft', exchange, checkedWith: following }, [
    {
      error: 'access_denied',
      back: { error: 'access_denied' },
      step: 'return',
      code: 'source_denied',
      check: signInOnly,
    },
    {
      error: 'interaction_required',
      back: { error: 'interaction_required' },
      step: 'return',
      check: signInOnly,
    },
    { error: 'server_error', back: { error: 'server_error' }, step: 'return', check: signInOnly },
    token('invalid_grant', 400, 54005, { step: 'credentials', state: 'good' }),
    token('invalid_client', 401, 7000222, {
      ...{ step: 'credentials', state: 'bad', found: 'invalid_client AADSTS7000222' },
      mend: `${app} › Certificates & secrets › New client secret`,
    }),
    token('unauthorized_client', 400, 700016, {
      ...{ step: 'credentials', state: 'bad', found: 'unauthorized_client AADSTS700016' },
      mend: `${app} › Overview: Application (client) ID`,
    }),
    token('invalid_request', 400, 50011, {
      ...{ step: 'redirect URI', state: 'bad', found: 'invalid_request AADSTS50011' },
      mend: `${app} › Authentication › Web › Redirect URIs`,
    }),
    graph('InvalidAuthenticationToken', 401, 'bad'),
    graph('Authorization_RequestDenied', 403, 'bad'),
    graph('TooManyRequests', 429, 'busy', { headers: { 'retry-after': '10' } }),
  ]),
)
