import { describe } from 'vitest'
import { describeErrors, type VendorError, wordy } from '../../test/server/vendor-errors.ts'
import { dingtalk } from '../../test/site.ts'

/** The new API: a status of its own, `code` counts. */
const api = (at: string, step: VendorError['step'], status: number, code: string): VendorError => ({
  ...{ error: code, at, step, status, body: wordy({ code, requestid: '1' }) },
})
/** The old one: 200, and what its gateway refuses is wrapped in 88. */
const oapi = (at: string, errcode: number, more: Partial<VendorError> = {}): VendorError => ({
  ...{ error: String(errcode), at, step: 'profile', body: wordy({ errcode, request_id: '1' }), ...more },
})
const wrapped = (at: string, sub_code: string, more: Partial<VendorError> = {}): VendorError => ({
  ...oapi(at, 88, { error: sub_code, body: wordy({ errcode: 88, sub_code }) }),
  ...more,
})

const exchange = '/v1.0/oauth2/userAccessToken'
const forbidden = 'Forbidden.AccessDenied'

describe('what DingTalk refuses', () =>
  describeErrors({ yaml: dingtalk, source: 'dingtalk', exchange }, [
    { error: 'access_denied', back: { error: 'access_denied' }, step: 'return', code: 'source_denied' },
    { error: 'server_error', back: { error: 'server_error' }, step: 'return' },
    api(exchange, 'exchange', 400, 'invalidParameter.authCode.notFound'),
    api(exchange, 'exchange', 400, 'invalidClientIdOrSecret'),
    api(exchange, 'exchange', 400, 'Missingbody'),
    api(exchange, 'exchange', 403, `${forbidden}.IpNotInWhiteList`),
    api(exchange, 'exchange', 500, 'unknownError'),
    api(exchange, 'exchange', 500, 'system.error'),
    ...[
      `${forbidden}.AccessTokenPermissionDenied`,
      `${forbidden}.QpsLimitForAppkeyAndApi`,
      `${forbidden}.QpmLimitForAppkeyAndApi`,
      `${forbidden}.QpsLimitForApi`,
      `${forbidden}.ApiCountLimitForOrg`,
    ].map(code => api('/contact/users/me', 'profile', 403, code)),
    api('/contact/users/me', 'profile', 400, 'InvalidAuthentication'),
    api('/contact/users/me', 'profile', 400, 'accesstoken.expired'),
    api('/contact/users/me', 'profile', 400, 'AuthenticationFailed.MissingParameter'),
    api('/contact/users/me', 'profile', 404, 'invalidParameter.user.notFound'),
    api('/v1.0/oauth2/accessToken', 'profile', 400, 'invalidClientIdOrSecret'),
    oapi('/getbyunionid', 60121, { code: 'not_member', vendorCode: null }),
    oapi('/getbyunionid', -1),
    oapi('/getbyunionid', 400002),
    oapi('/getbyunionid', 22),
    wrapped('/getbyunionid', '40000'),
    wrapped('/getbyunionid', '40001'),
    wrapped('/getbyunionid', '40014'),
    wrapped('/getbyunionid', '42001'),
    wrapped('/getbyunionid', '60011', { cause: 'the app lacks the permission' }),
    wrapped('/getbyunionid', '60011', {
      error: '60011 with its scope',
      vendorCode: '60011',
      body: { errcode: 88, sub_code: '60011', sub_msg: '应用尚未开通所需的权限：[qyapi_get_member]' },
      cause: 'qyapi_get_member',
    }),
    wrapped('/getbyunionid', '60020', {
      body: {
        errcode: 88,
        sub_code: '60020',
        sub_msg: '访问ip不在白名单之中,request ip=203.0.113.9 appKey(x)',
      },
      cause: '203.0.113.9',
    }),
    wrapped('/getbyunionid', '90002'),
    wrapped('/getbyunionid', '90018', { cause: 'more than 20 calls' }),
    wrapped('/getbyunionid', '90020'),
    ...[33012, 40009, 40035, 50002, 60019, 60121].map(code => oapi('/v2/user/get', code)),
    // the whole address is banned for five minutes: no errcode at all
    oapi('/v2/user/get', 1111, {
      error: 'the ban of an address',
      body: { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' },
      ...{ code: 'source_reply_invalid', vendorCode: null, cause: 'shut out for 5 minutes' },
    }),
  ]))
