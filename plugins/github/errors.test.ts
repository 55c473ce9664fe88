import { describe } from 'vitest'
import { describeErrors, type VendorError, wordy } from '../../test/server/vendor-errors.ts'
import { github } from '../../test/site.ts'

const exchange = '/login/oauth/access_token'
/** GitHub puts the errors of its token request into a 200. */
const token = (error: string): VendorError => ({
  error,
  at: exchange,
  step: 'exchange',
  body: wordy({ error }),
})
const rest = (at: string, status: number, more: Partial<VendorError> = {}): VendorError => ({
  ...{ error: String(status), at, status, step: 'profile', body: wordy({ status: String(status) }), ...more },
})

describe('what GitHub refuses', () =>
  describeErrors({ yaml: github, source: 'github', person: 'huangli', exchange }, [
    { error: 'access_denied', back: { error: 'access_denied' }, step: 'return', code: 'source_denied' },
    { error: 'redirect_uri_mismatch', back: { error: 'redirect_uri_mismatch' }, step: 'return' },
    { error: 'invalid_request', back: { error: 'invalid_request' }, step: 'return' },
    token('bad_verification_code'),
    token('incorrect_client_credentials'),
    token('redirect_uri_mismatch'),
    rest('/user', 401),
    // too many calls, or no User-Agent
    rest('/user', 403, { headers: { 'x-ratelimit-remaining': '0' } }),
    rest('/user', 429, { headers: { 'retry-after': '60' } }),
    rest('/user/emails', 401),
    rest('/user/emails', 500),
    rest('/user/memberships/orgs/example', 401),
    rest('/user/memberships/orgs/example', 500),
    rest('/user/teams', 401),
    rest('/orgs/example/teams/platform', 403),
  ]))
