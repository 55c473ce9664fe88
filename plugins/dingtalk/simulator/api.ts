import type { Person, World } from 'sso-kit/plugin'
import type { HostOfDingTalk, Options } from './index.ts'
import { findPerson, foreignCorpId, nickOf, openIdOf, present, unionIdOf } from './people.ts'
import type { Consent, State } from './state.ts'

/** api.dingtalk.com: real statuses, and errors told apart by `code` (§0.3). */
export function newApi(options: Options, world: World, state: State): HostOfDingTalk {
  const refuse: Refuse = code => {
    const { status, ...detail }: Failure = failures[code]
    return Response.json({ code, requestid: state.random(16).toUpperCase(), ...detail }, { status })
  }

  const actions: [method: string, path: RegExp, action: Action][] = [
    ['POST', /^\/v1\.0\/oauth2\/userAccessToken$/, withBody(userAccessToken, refuse)],
    ['POST', /^\/v1\.0\/oauth2\/accessToken$/, withBody(accessToken, refuse)],
    ['GET', /^\/v1\.0\/contact\/users\/([^/]+)$/, contactUser],
  ]

  /** §1.4 */
  function userAccessToken(body: Body): Response {
    if (!isApp(text(body, 'clientId'), text(body, 'clientSecret'))) return refuse('invalidClientIdOrSecret')
    const grant = grants.get(text(body, 'grantType'))
    if (!grant) return refuse('invalidParameter.grantType')
    const consent = grant.redeem(body)
    if (!consent) return refuse(grant.otherwise)
    const person = findPerson(world, consent.person)
    if (!person) return refuse('invalidParameter.user.notFound')
    return Response.json({
      accessToken: state.userTokens.issue(consent),
      refreshToken: state.refreshTokens.issue(consent),
      expireIn: 7200,
      ...(consent.corpid && { corpId: person.member ? options.corpId : foreignCorpId(person) }),
    })
  }

  const grants = new Map<string, { redeem: (body: Body) => Consent | undefined; otherwise: Code }>([
    [
      'authorization_code',
      {
        redeem: body => state.webCodes.redeem(text(body, 'code')),
        otherwise: 'invalidParameter.authCode.notFound',
      },
    ],
    [
      'refresh_token',
      {
        redeem: body => state.refreshTokens.redeem(text(body, 'refreshToken')),
        otherwise: 'invalidParameter.refreshToken.notFound',
      },
    ],
  ])

  /** §3 B */
  function accessToken(body: Body): Response {
    if (!isApp(text(body, 'appKey'), text(body, 'appSecret'))) return refuse('invalidClientIdOrSecret')
    return Response.json({ accessToken: state.appTokens.ask(), expireIn: 7200 })
  }

  /** §1.5a: `me` stands where the unionId can. The token is read from its header and from nowhere else. */
  function contactUser(request: Request, wanted: string): Response {
    const token = request.headers.get('x-acs-dingtalk-access-token')
    if (!token) return refuse('AuthenticationFailed.MissingParameter')
    if (state.appTokens.check(token) !== 'unknown')
      return refuse('Forbidden.AccessDenied.AccessTokenPermissionDenied')
    const consent = state.userTokens.read(token)
    if (consent === undefined) return refuse('InvalidAuthentication')
    if (consent === 'expired') return refuse('accesstoken.expired')
    const person = findPerson(world, consent.person)
    if (!person || (wanted !== 'me' && wanted !== unionIdOf(person)))
      return refuse('invalidParameter.user.notFound')
    return Response.json(profile(person))
  }

  /** What people say of themselves: no userid, no department, and no e-mail that anybody has verified (§1.5a). */
  function profile(person: Person): Record<string, unknown> {
    return present({
      nick: nickOf(person),
      mobile: person.mobile,
      stateCode: person.mobile && '86',
      email: personalMailbox(person, world.organization.domain),
      openId: openIdOf(person, options.clientId),
      unionId: unionIdOf(person),
    })
  }

  function isApp(id: string, secret: string): boolean {
    return id === options.clientId && secret === options.clientSecret.reveal()
  }

  return async (path, request) => {
    for (const [method, pattern, action] of actions) {
      const match = pattern.exec(path)
      if (match && request.method === method) return action(request, match[1] ?? '')
    }
    return refuse('InvalidAction.NotFound')
  }
}

type Body = Record<string, unknown>
type Action = (request: Request, name: string) => Response | Promise<Response>
type Code = keyof typeof failures
type Refuse = (code: Code) => Response

/** Only JSON counts as a body: a form is as good as nothing (§0.3). */
function withBody(act: (body: Body) => Response, refuse: Refuse): Action {
  return async request => {
    const type = request.headers.get('content-type') ?? ''
    const body: unknown = type.includes('json') ? await request.json().catch(() => undefined) : undefined
    return typeof body === 'object' && body !== null ? act({ ...body }) : refuse('Missingbody')
  }
}

const text = (body: Body, name: string): string => {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

/** The mailbox of a DingTalk account is private; an outsider may have typed any address there (§1.5a). */
function personalMailbox({ id, email, member }: Person, domain: string): string {
  return member && email.endsWith(`@${domain}`) ? `${id}@mail.example.net` : email
}

interface Failure {
  status: number
  message: string
  accessdenieddetail?: { requiredScopes: string[] }
}

/** §0.3. */
const failures = {
  Missingbody: { status: 400, message: 'body is mandatory for this action.' },
  invalidClientIdOrSecret: { status: 400, message: '无效的clientId或者clientSecret' },
  'invalidParameter.authCode.notFound': { status: 400, message: '不合法的临时授权码' },
  InvalidAuthentication: { status: 400, message: '不合法的access_token' },
  'accesstoken.expired': { status: 400, message: 'access_token已过期' },
  'AuthenticationFailed.MissingParameter': { status: 400, message: '缺少参数：x-acs-dingtalk-access-token' },
  'invalidParameter.user.notFound': { status: 404, message: '用户不存在' },
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': {
    status: 403,
    message: '没有调用该接口的权限',
    accessdenieddetail: { requiredScopes: ['Contact.User.Read'] },
  },
  // these are not in the table of §0.3: formed after their neighbours
  'invalidParameter.refreshToken.notFound': { status: 400, message: '不合法的refreshToken' },
  'invalidParameter.grantType': { status: 400, message: '不合法的grantType' },
  'InvalidAction.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
  },
} satisfies Record<string, Failure>
