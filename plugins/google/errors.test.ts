import { describe } from 'vitest'
import { describeErrors, type VendorError, wordy } from '../../test/server/vendor-errors.ts'

const yaml = `
  - id: google
    type: google
    name: Google
    clientId: app
    clientSecret: { env: SECRET }
    allow: { domains: [example.com] }
    endpoints: { login: "{vendor}/google/login", token: "{vendor}/google/token", api: "{vendor}/google/api" }`
const exchange = '/google/token/token'
const token = (error: string, status: number): VendorError => ({
  ...{ error, at: exchange, status, step: 'exchange', body: wordy({ error }) },
})
const userInfo = (error: string, status: number, more: Partial<VendorError> = {}): VendorError => ({
  ...{ error, at: '/userinfo', status, step: 'profile', body: wordy({ error }), ...more },
})

describe('what Google refuses', () =>
  describeErrors({ yaml, source: 'google', exchange }, [
    { error: 'access_denied', back: { error: 'access_denied' }, step: 'return', code: 'source_denied' },
    { error: 'invalid_request', back: { error: 'invalid_request' }, step: 'return' },
    // a code that was redeemed before
    token('invalid_grant', 400),
    token('invalid_client', 401),
    token('redirect_uri_mismatch', 400),
    token('unauthorized_client', 401),
    userInfo('invalid_token', 401, { vendorCode: '401' }),
    userInfo('403', 403, { body: { error: { code: 403, errors: [{ reason: 'userRateLimitExceeded' }] } } }),
    userInfo('429', 429, { headers: { 'retry-after': '30' } }),
  ]))
