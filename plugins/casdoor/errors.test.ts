import { describe } from 'vitest'
import { type Met, signInOnly } from '../../test/server/met-by-check.ts'
import { describeErrors, type VendorError, wordy } from '../../test/server/vendor-errors.ts'

const yaml = `
  - id: casdoor
    type: casdoor
    name: Casdoor
    endpoint: "{vendor}"
    organization: example
    application: sso-kit
    clientId: 0ba528121ea87b3eb54d
    clientSecret: { env: SECRET }`
const exchange = '/api/login/oauth/access_token'
const token = (error: string, status = 400, check: VendorError['check'] = signInOnly): VendorError => ({
  ...{ error, at: exchange, status, step: 'exchange', body: wordy({ error }), check },
})
/** What fails inside Casdoor is an envelope in a 200; of its message only what is known is repeated. */
const envelope = (msg: string, known: string, more: Partial<VendorError> = {}): VendorError => ({
  ...{ error: known, at: exchange, step: 'exchange', body: { status: 'error', msg, data: null } },
  ...{ check: signInOnly, ...more },
})

const application = 'Identity › Applications › sso-kit'
/** The list of users, which only following a directory reads. */
const users = (found: string): Met => ({
  ...{ at: '/api/get-users', step: 'users of the organization', state: 'bad', found },
  mend: `${application} › Basic › Organization`,
})
/** What Casdoor tells everybody of an application. */
const app = (found: string, field: string): Met => ({
  ...{ at: '/api/get-app-login', step: 'application sso-kit', state: 'bad', found },
  mend: `${application} › OIDC/OAuth › ${field}`,
})

describe('what Casdoor refuses', () =>
  describeErrors({ yaml, source: 'casdoor', exchange, checkedWith: '\n    sync: { auto: true }' }, [
    {
      error: 'access_denied',
      back: { error: 'access_denied' },
      step: 'return',
      code: 'source_denied',
      check: signInOnly,
    },
    token('invalid_client', 401, {
      ...{ at: '/api/login/oauth/introspect', step: 'credentials', state: 'bad', found: 'invalid_client' },
      mend: `${application} › OIDC/OAuth: compare Client ID and Client secret`,
    }),
    ...['invalid_request', 'invalid_grant', 'unsupported_grant_type', 'invalid_scope', 'endpoint_error'].map(
      error => token(error),
    ),
    token('invalid_dpop_proof'),
    // before v1.915.0
    { ...token('invalid_grant', 200), error: 'invalid_grant in a 200', vendorCode: 'invalid_grant' },
    // before April 2022 the text came in the token's place
    {
      ...{ error: 'error: in the place of a token', at: exchange, step: 'exchange' },
      body: { access_token: 'error: words of the vendor', id_token: 'error: words of the vendor' },
      ...{ code: 'source_reply_invalid', vendorCode: null, check: signInOnly },
    },
    envelope('Unauthorized operation', 'Unauthorized operation', { check: users('Unauthorized operation') }),
    envelope('Please login first', 'Please login first', { check: users('Please login first') }),
    envelope('Access token has expired, expireTime = x', 'Access token has expired'),
    envelope("Access token doesn't exist in database", "Access token doesn't exist in database"),
    envelope(
      'The user is forbidden to sign in, please contact the administrator',
      'The user is forbidden to sign in',
      {
        code: 'not_member',
      },
    ),
    // enableErrorMask2, and every text that is not known
    envelope('Error', 'error', { check: app('error', 'Client ID') }),
    envelope('Invalid client_id', 'error', { check: app('Invalid client_id', 'Client ID') }),
    envelope('Redirect URI: x doesn’t exist', 'error', { check: app('Redirect URI', 'Redirect URLs') }),
    envelope('Invalid scope: x', 'error', { check: app('Invalid scope', 'Client ID') }),
    envelope("The user: org/name doesn't exist", 'error'),
  ]))
