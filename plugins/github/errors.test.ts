import { describe } from 'vitest'
import { type Met, signInOnly } from '../../test/server/met-by-check.ts'
import { describeErrors, type VendorError, wordy } from '../../test/server/vendor-errors.ts'
import { github } from '../../test/site.ts'

const exchange = '/login/oauth/access_token'
/** GitHub puts the errors of its token request into a 200. */
const token = (error: string, check: Met): VendorError => ({
  ...{ error, at: exchange, step: 'exchange', body: wordy({ error }), check },
})
const page = 'Settings › Developer settings › OAuth Apps › sso-kit'
const rest = (at: string, status: number, more: Partial<VendorError> = {}): VendorError => ({
  // what an organisation shows depends on the person: no call of the app alone tells
  ...{ error: String(status), at, status, step: 'profile', body: wordy({ status: String(status) }) },
  ...{ check: signInOnly, ...more },
})

describe('what GitHub refuses', () =>
  describeErrors({ yaml: github, source: 'github', person: 'huangli', exchange }, [
    {
      error: 'access_denied',
      back: { error: 'access_denied' },
      step: 'return',
      code: 'source_denied',
      check: signInOnly,
    },
    {
      error: 'redirect_uri_mismatch',
      back: { error: 'redirect_uri_mismatch' },
      step: 'return',
      check: signInOnly,
    },
    { error: 'invalid_request', back: { error: 'invalid_request' }, step: 'return', check: signInOnly },
    token('bad_verification_code', { step: 'credentials', state: 'good' }),
    token('incorrect_client_credentials', {
      ...{ step: 'credentials', state: 'bad', found: 'incorrect_client_credentials' },
      mend: `${page}: compare Client ID; Generate a new client secret`,
    }),
    token('redirect_uri_mismatch', {
      ...{ step: 'Authorization callback URL', state: 'bad', found: 'redirect_uri_mismatch' },
      mend: `${page} › Authorization callback URL`,
    }),
    // too many tries, which GitHub tells by the status
    {
      ...token('429', { step: 'credentials', state: 'busy', found: '429' }),
      ...{ status: 429, body: wordy({}), code: 'source_reply_invalid', vendorCode: null },
    },
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
