import { describe } from 'vitest'
import { type Met, signInOnly } from '../../test/server/met-by-check.ts'
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
const back = (code: string): VendorError => ({
  ...{ error: code, back: { code, message: 'no' }, step: 'return', check: signInOnly },
})
const token = (code: string, status = 400): VendorError => ({
  // the codes of OAuth2, which the app's own token does not have
  ...{ error: code, at: exchange, status, step: 'exchange', body: wordy({ code }), check: signInOnly },
})
const api = (
  at: string,
  code: string,
  check: VendorError['check'],
  more: Partial<VendorError> = {},
): VendorError => ({
  ...{ error: code, at, step: 'profile', body: wordy({ code }), check, ...more },
})

const path = '/contact/v2/user/detail'
const see = 'see the error codes of WeLink'
const lacks = 'the app lacks the permission 用户详细信息'
const manual = 'look the code up in the manual of the type'
const permissions = 'Version Management › Interface Permissions (接口权限)'
const tokenWords = {
  '10007': 'client_id or client_secret is wrong',
  '411000': see,
  '41403': 'the client id is locked after too many failures',
  '41579': 'client_id is empty',
  '41580': 'client_secret is empty',
}
const appToken = (state: Met['state'], found: string): Met => ({
  ...{ step: 'credentials', state, found },
  ...(state === 'bad' && { mend: 'Application Information (应用信息 › 基本信息)' }),
})
const detail = (state: Met['state'], found: string, mend?: string): Met => ({
  ...{ step: 'permission 用户详细信息', state, found },
  ...(mend !== undefined && { mend }),
})

describe('what WeLink refuses', () =>
  describeErrors({ yaml, source: 'welink', exchange, pauseS: 900 }, [
    ...['60004', '60006', '60009', '60018', '60019', '60020', '41500'].map(back),
    ...['60002', '60003', '60005', '60007', '60008', '60010', '60011', '60012', '60013'].map(code =>
      token(code),
    ),
    // a code of the light app
    ...['41501', '41503', '41504', '47001', '47007'].map(code =>
      api('/auth/v1/userid', code, signInOnly, { step: 'exchange' }),
    ),
    ...(['10007', '411000', '41403', '41579', '41580'] as const).map(code =>
      api('/auth/v2/tickets', code, appToken('bad', `${code}: ${tokenWords[code]}`), { step: 'exchange' }),
    ),
    api('/auth/v2/tickets', '41500', appToken('busy', `41500: ${see}`), { step: 'exchange' }),
    ...['41500', '48503', '500'].map(code => api('/auth/v1/userid', code, signInOnly, { step: 'exchange' })),
    ...['500', '47009'].map(code => api(path, code, detail('busy', `${code}: ${see}`))),
    ...['404', '47002', '47003', '47004', '47005', '47007', '47008', '47013', '47023'].map(code =>
      api(path, code, detail('bad', `${code}: ${see}`, manual)),
    ),
    api(path, '47000', detail('bad', `47000: ${lacks}`, permissions)),
    api(path, '47006', detail('bad', '47006: the tenant does not exist or is not opened', manual)),
    api(path, '48503', detail('busy', '48503: too many calls'), { cause: 'too many calls' }),
    api(path, '501', detail('bad', `501: ${lacks}`, permissions), { cause: 'lacks the permission' }),
    api(path, '47101', detail('bad', '47101: the token is malformed', manual)),
    // there is nobody of that id: the call itself is allowed
    api(
      path,
      '47012',
      { step: 'permission 用户详细信息', state: 'good' },
      { code: 'not_member', vendorCode: null },
    ),
  ]))
