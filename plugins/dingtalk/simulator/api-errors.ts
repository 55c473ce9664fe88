interface Failure {
  status: number
  message: string
}

/** The errors of api.dingtalk.com, told apart by `code` and not by the status (§0.3). */
export const failures = {
  Missingbody: { status: 400, message: 'body is mandatory for this action.' },
  invalidClientIdOrSecret: { status: 400, message: '无效的clientId或者clientSecret' },
  'invalidParameter.authCode.notFound': { status: 400, message: '不合法的临时授权码' },
  InvalidAuthentication: { status: 400, message: '不合法的access_token' },
  'accesstoken.expired': { status: 400, message: 'access_token已过期' },
  'AuthenticationFailed.MissingParameter': { status: 400, message: '缺少参数：x-acs-dingtalk-access-token' },
  'invalidParameter.user.notFound': { status: 404, message: '用户不存在' },
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': { status: 403, message: '没有调用该接口的权限' },
  'Forbidden.AccessDenied.IpNotInWhiteList': { status: 403, message: '访问ip不在白名单之中' },
  'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': { status: 403, message: '应用调用当前接口触发qps流控' },
  // these are not in the table of §0.3: formed after their neighbours
  'invalidParameter.refreshToken.notFound': { status: 400, message: '不合法的refreshToken' },
  'invalidParameter.grantType': { status: 400, message: '不合法的grantType' },
  'invalidParameter.leaveRecords': { status: 400, message: '参数错误' },
  'InvalidAction.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
  },
} satisfies Record<string, Failure>

export type Code = keyof typeof failures
/** `requiredScopes`: what the app would have to be granted. */
export type Refuse = (code: Code, requiredScopes?: readonly string[]) => Response

export function refusals(random: (bytes: number) => string): Refuse {
  return (code, requiredScopes) => {
    const { status, message } = failures[code]
    const detail = requiredScopes && { accessdenieddetail: { requiredScopes } }
    return Response.json({ code, requestid: random(16).toUpperCase(), message, ...detail }, { status })
  }
}
