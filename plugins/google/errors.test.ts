import { describe } from 'vitest'
import { type Met, signInOnly } from '../../test/server/met-by-check.ts'
import { describeErrors, type VendorError, wordy } from '../../test/server/vendor-errors.ts'

const yaml = `
  - id: google
    type: google
    name: Google
    clientId: app
    clientSecret: { env: SECRET }
    allow: { domains: [example.com] }
    endpoints: { login: "{vendor}/google/login", token: "{vendor}/google/token", api: "{vendor}/google/api",
      directory: "{vendor}/google/directory" }`
const exchange = '/google/token/token'
const token = (error: string, status: number, check: Met): VendorError => ({
  ...{ error, at: exchange, status, step: 'exchange', body: wordy({ error }), check },
})
const page = 'console.cloud.google.com › APIs & Services › Credentials'
const wrong = (found: string): Met => ({
  ...{ step: 'credentials', state: 'bad', found },
  mend: `${page}: compare Client ID and Client secret`,
})
const userInfo = (error: string, status: number, more: Partial<VendorError> = {}): VendorError => ({
  ...{ error, at: '/userinfo', status, step: 'profile', body: wordy({ error }), check: signInOnly, ...more },
})

describe('what Google refuses', () =>
  describeErrors({ yaml, source: 'google', exchange }, [
    {
      error: 'access_denied',
      back: { error: 'access_denied' },
      step: 'return',
      code: 'source_denied',
      check: signInOnly,
    },
    { error: 'invalid_request', back: { error: 'invalid_request' }, step: 'return', check: signInOnly },
    // a code that was redeemed before
    token('invalid_grant', 400, { step: 'credentials', state: 'good' }),
    token('invalid_client', 401, wrong('invalid_client')),
    token('redirect_uri_mismatch', 400, {
      ...{ step: 'Authorized redirect URIs', state: 'bad', found: 'redirect_uri_mismatch' },
      mend: `${page} › Authorized redirect URIs`,
    }),
    token('unauthorized_client', 401, wrong('unauthorized_client')),
    token('429', 429, { step: 'credentials', state: 'busy', found: '429' }),
    userInfo('invalid_token', 401, { vendorCode: '401' }),
    userInfo('403', 403, { body: { error: { code: 403, errors: [{ reason: 'userRateLimitExceeded' }] } } }),
    userInfo('429', 429, { headers: { 'retry-after': '30' } }),
  ]))
