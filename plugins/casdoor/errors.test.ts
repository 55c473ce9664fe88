import { describe } from 'vitest'
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
const token = (error: string, status = 400): VendorError => ({
  ...{ error, at: exchange, status, step: 'exchange', body: wordy({ error }) },
})
/** What fails inside Casdoor is an envelope in a 200; of its message only what is known is repeated. */
const envelope = (msg: string, known: string, more: Partial<VendorError> = {}): VendorError => ({
  ...{ error: known, at: exchange, step: 'exchange', body: { status: 'error', msg, data: null }, ...more },
})

describe('what Casdoor refuses', () =>
  describeErrors({ yaml, source: 'casdoor', exchange }, [
    { error: 'access_denied', back: { error: 'access_denied' }, step: 'return', code: 'source_denied' },
    token('invalid_client', 401),
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
      ...{ code: 'source_reply_invalid', vendorCode: null },
    },
    envelope('Unauthorized operation', 'Unauthorized operation'),
    envelope('Please login first', 'Please login first'),
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
    envelope('Error', 'error'),
    envelope('Invalid client_id', 'error'),
    envelope("The user: org/name doesn't exist", 'error'),
  ]))
