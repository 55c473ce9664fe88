import { describe } from 'vitest'
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
const exchange = '/oauth2/v2.0/token'
const token = (error: string, status: number, number: number): VendorError => ({
  ...{ error, at: exchange, status, step: 'exchange' },
  body: wordy({ error, error_codes: [number], error_description: `AADSTS${number}: words of the vendor` }),
})
const graph = (error: string, status: number, more: Partial<VendorError> = {}): VendorError => ({
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
  describeErrors({ yaml: yaml(strategy), source: 'microsoft', exchange }, [
    { error: 'access_denied', back: { error: 'access_denied' }, step: 'return', code: 'source_denied' },
    { error: 'interaction_required', back: { error: 'interaction_required' }, step: 'return' },
    { error: 'server_error', back: { error: 'server_error' }, step: 'return' },
    token('invalid_grant', 400, 54005),
    token('invalid_client', 401, 7000222),
    token('invalid_request', 400, 50011),
    graph('InvalidAuthenticationToken', 401),
    graph('Authorization_RequestDenied', 403),
    graph('TooManyRequests', 429, { headers: { 'retry-after': '10' } }),
  ]),
)
