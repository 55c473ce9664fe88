import { describe } from 'vitest'
import { describeErrors, type VendorError, wordy } from '../../test/server/vendor-errors.ts'

const yaml = `
  - id: welink
    type: welink
    name: WeLink
    clientId: "20190828163922073733756"
    clientSecret: { env: SECRET }
    tenantId: E22BD2CC5F8B4EE69B931113F678A694
    endpoints: { login: "{vendor}/welink/login", api: "{vendor}/welink/api", jsapi: "{vendor}/welink/jsapi" }`
const exchange = '/oauth2/v1/token'
/** An authorisation error comes as `code`, which is then a number and no code. */
const back = (code: string): VendorError => ({ error: code, back: { code, message: 'no' }, step: 'return' })
const token = (code: string, status = 400): VendorError => ({
  ...{ error: code, at: exchange, status, step: 'exchange', body: wordy({ code }) },
})
const api = (at: string, code: string, more: Partial<VendorError> = {}): VendorError => ({
  ...{ error: code, at, step: 'profile', body: wordy({ code }), ...more },
})

describe('what WeLink refuses', () =>
  describeErrors({ yaml, source: 'welink', exchange }, [
    ...['60004', '60006', '60009', '60018', '60019', '60020', '41500'].map(back),
    ...['60002', '60003', '60005', '60007', '60008', '60010', '60011', '60012', '60013'].map(code =>
      token(code),
    ),
    ...['41500', '47001', '47007', '48503', '500'].map(code =>
      api('/auth/v1/userid', code, { step: 'exchange' }),
    ),
    ...[
      '500',
      '404',
      '47000',
      '47002',
      '47003',
      '47004',
      '47005',
      '47006',
      '47007',
      '47008',
      '47009',
      '47013',
      '47023',
    ].map(code => api('/contact/v2/user/detail', code)),
    api('/contact/v2/user/detail', '48503', { cause: 'too many calls' }),
    api('/contact/v2/user/detail', '501', { cause: 'lacks the permission' }),
    api('/contact/v2/user/detail', '47101'),
    api('/contact/v2/user/detail', '47012', { code: 'not_member', vendorCode: null }),
  ]))
