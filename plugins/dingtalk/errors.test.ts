import { describe } from 'vitest'
import { type Met, signInOnly } from '../../test/server/met-by-check.ts'
import { describeErrors, type VendorError, wordy } from '../../test/server/vendor-errors.ts'
import { dingtalk } from '../../test/site.ts'

const [bad, busy] = ['bad', 'busy'] as const
type Check = VendorError['check']

/** The new API: a status of its own, `code` counts. */
const api = (
  at: string,
  step: VendorError['step'],
  status: number,
  code: string,
  check: Check,
): VendorError => ({
  ...{ error: code, at, step, status, body: wordy({ code, requestid: '1' }), check },
})
/** The old one: 200, and what its gateway refuses is wrapped in 88. */
const oapi = (at: string, errcode: number, check: Check, more: Partial<VendorError> = {}): VendorError => ({
  ...{
    error: String(errcode),
    at,
    step: 'profile',
    body: wordy({ errcode, request_id: '1' }),
    check,
    ...more,
  },
})
const wrapped = (
  at: string,
  sub_code: string,
  check: Check,
  more: Partial<VendorError> = {},
): VendorError => ({
  ...oapi(at, 88, check, { error: sub_code, body: wordy({ errcode: 88, sub_code }) }),
  ...more,
})

/** The calls of `check`: the app's token, what it may see, and one for each permission. */
const token = (state: Met['state'], found: string, mend?: string): Met => ({
  ...{ at: '/v1.0/oauth2/accessToken', step: 'credentials', state, found },
  ...(mend !== undefined && { mend }),
})
const scopes = (state: Met['state'], found: string, mend?: string): Met => ({
  ...token(state, found, mend),
  at: '/auth/scopes',
})
const member = (state: Met['state'], found: string, mend?: string): Met => ({
  ...token(state, found, mend),
  ...{ at: '/topapi/user/count', step: 'permission 成员信息读权限 (qyapi_get_member)' },
})
const list = (state: Met['state'], found: string, mend?: string): Met => ({
  ...token(state, found, mend),
  ...{ at: '/user/listsimple', step: 'permission 通讯录部门成员读权限 (qyapi_get_department_member)' },
})

const exchange = '/v1.0/oauth2/userAccessToken'
const forbidden = 'Forbidden.AccessDenied'
const secret = 'Credentials (凭证与基础信息): compare clientId and clientSecret'
const permission = 'Permission Management (权限管理): apply for it'
const addresses = 'Security Settings (安全设置) › server’s address (服务器出口IP)'
const range = 'Permission Management (权限管理) › scope All Employees (全部员工)'
const calls = 'API calls of the organisation (API 调用量)'
const manual = 'look the code up in the manual of the type'
const usedUp = 'the calls of the organisation are used up for this month'

describe('what DingTalk refuses', () =>
  describeErrors(
    {
      yaml: dingtalk.replace('endpoints: {', 'endpoints: { jsapi: "{vendor}/dingtalk/jsapi",'),
      ...{ source: 'dingtalk', exchange, checkedWith: '\n    sync: { auto: true }' },
    },
    [
      {
        ...{
          error: 'access_denied',
          back: { error: 'access_denied' },
          step: 'return',
          code: 'source_denied',
        },
        check: signInOnly,
      },
      { error: 'server_error', back: { error: 'server_error' }, step: 'return', check: signInOnly },
      api(exchange, 'exchange', 400, 'invalidParameter.authCode.notFound', signInOnly),
      api(exchange, 'exchange', 400, 'invalidClientIdOrSecret', signInOnly),
      api(exchange, 'exchange', 400, 'Missingbody', token(bad, 'Missingbody', manual)),
      api(
        ...([exchange, 'exchange', 403, `${forbidden}.IpNotInWhiteList`] as const),
        token(bad, `${forbidden}.IpNotInWhiteList`, addresses),
      ),
      api(exchange, 'exchange', 500, 'unknownError', token(busy, 'unknownError')),
      api(exchange, 'exchange', 500, 'system.error', token(busy, 'system.error')),
      ...['QpsLimitForAppkeyAndApi', 'QpmLimitForAppkeyAndApi', 'QpsLimitForApi'].map(limit =>
        api(
          '/contact/users/me',
          'profile',
          403,
          `${forbidden}.${limit}`,
          token(busy, `${forbidden}.${limit}`),
        ),
      ),
      api(
        ...(['/contact/users/me', 'profile', 403, `${forbidden}.ApiCountLimitForOrg`] as const),
        token(bad, `${forbidden}.ApiCountLimitForOrg: ${usedUp}`, calls),
      ),
      // Contact.User.Read is of the person's own token
      ...[`${forbidden}.AccessTokenPermissionDenied`].map(code =>
        api('/contact/users/me', 'profile', 403, code, signInOnly),
      ),
      api('/contact/users/me', 'profile', 400, 'InvalidAuthentication', signInOnly),
      api('/contact/users/me', 'profile', 400, 'accesstoken.expired', signInOnly),
      api('/contact/users/me', 'profile', 400, 'AuthenticationFailed.MissingParameter', signInOnly),
      api('/contact/users/me', 'profile', 404, 'invalidParameter.user.notFound', signInOnly),
      api(
        ...(['/v1.0/oauth2/accessToken', 'profile', 400, 'invalidClientIdOrSecret'] as const),
        token(bad, 'invalidClientIdOrSecret', secret),
      ),
      oapi('/getbyunionid', 60121, signInOnly, { code: 'not_member', vendorCode: null }),
      oapi('/getbyunionid', -1, member(busy, '-1')),
      oapi('/getbyunionid', 400002, member(bad, '400002', manual)),
      oapi('/getbyunionid', 22, member(bad, '22', manual)),
      wrapped('/getbyunionid', '40000', scopes(bad, '40000', secret)),
      wrapped('/getbyunionid', '40001', scopes(bad, '40001', secret)),
      wrapped('/getbyunionid', '40014', scopes(bad, '40014', secret)),
      wrapped('/getbyunionid', '42001', scopes(bad, '42001', secret)),
      wrapped(
        ...(['/getbyunionid', '60011'] as const),
        member(bad, '60011: the app lacks the permission for this call (权限管理)', permission),
        { cause: 'the app lacks the permission' },
      ),
      wrapped(
        ...(['/getbyunionid', '60011'] as const),
        member(bad, '60011: the app lacks the permission qyapi_get_member (权限管理)', permission),
        {
          error: '60011 with its scope',
          vendorCode: '60011',
          body: { errcode: 88, sub_code: '60011', sub_msg: '应用尚未开通所需的权限：[qyapi_get_member]' },
          cause: 'qyapi_get_member',
        },
      ),
      wrapped(
        ...(['/getbyunionid', '60020'] as const),
        scopes(bad, '60020: this server’s address 203.0.113.9 is not in 服务器出口IP', addresses),
        {
          body: {
            errcode: 88,
            sub_code: '60020',
            sub_msg: '访问ip不在白名单之中,request ip=203.0.113.9 appKey(x)',
          },
          cause: '203.0.113.9',
        },
      ),
      wrapped('/getbyunionid', '90002', member(busy, '90002')),
      wrapped('/getbyunionid', '90018', member(busy, '90018: more than 20 calls of one kind in a second'), {
        cause: 'more than 20 calls',
      }),
      wrapped('/getbyunionid', '90020', member(bad, `90020: ${usedUp}`, calls)),
      // about the one person whom a sign-in asks for
      ...[33012, 60121].map(code => oapi('/v2/user/get', code, signInOnly)),
      ...[40009, 40035].map(code => oapi('/v2/user/get', code, list(bad, String(code), manual))),
      ...[50002, 60019].map(code => oapi('/v2/user/get', code, list(bad, String(code), range))),
      // the whole address is banned for five minutes: no errcode at all
      oapi(
        ...(['/v2/user/get', 1111] as const),
        {
          ...{ at: '/user/count', step: 'connectivity test', state: busy },
          found: 'source_reply_invalid: no answer of the API: this address may be shut out for 5 minutes',
        },
        {
          error: 'the ban of an address',
          body: { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' },
          ...{ code: 'source_reply_invalid', vendorCode: null, cause: 'shut out for 5 minutes' },
        },
      ),
    ],
  ))
