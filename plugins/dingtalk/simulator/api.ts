import type { World } from 'sso-kit/plugin'
import { type Code, type Refuse, refusals } from './api-errors.ts'
import { bannedReply } from './banned.ts'
import type { HostOfDingTalk, Options } from './index.ts'
import { leaveRecords } from './leave-records.ts'
import { findPerson, foreignCorpId, unionIdOf } from './people.ts'
import { profileOf } from './profile.ts'
import type { Consent, State } from './state.ts'
import type { Streams } from './streams.ts'
import type { Permission } from './switches.ts'
import { Throttle } from './throttle.ts'

/** api.dingtalk.com: real statuses, and errors told apart by `code` (§0.3). */
export function newApi(options: Options, world: World, state: State, streams: Streams): HostOfDingTalk {
  const { switches } = state
  const refuse = refusals(state.random)
  const throttle = new Throttle(world)

  const actions: [method: string, path: RegExp, action: Action][] = [
    ['POST', /^\/v1\.0\/oauth2\/userAccessToken$/, withBody(userAccessToken, refuse)],
    ['POST', /^\/v1\.0\/oauth2\/accessToken$/, withBody(accessToken, refuse)],
    ['GET', /^\/v1\.0\/contact\/users\/([^/]+)$/, contactUser],
    ['GET', /^\/v1\.0\/contact\/empLeaveRecords$/, empLeaveRecords],
    ['POST', /^\/v1\.0\/gateway\/connections\/open$/, connectionsOpen],
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

  /** §6.1 */
  async function connectionsOpen(request: Request): Promise<Response> {
    const opened = (body: Body) =>
      isApp(text(body, 'clientId'), text(body, 'clientSecret'))
        ? Response.json(streams.ticket())
        : refuse('invalidClientIdOrSecret')
    // whoever does not ask for JSON may get something else
    if (!request.headers.get('accept')?.includes('application/json'))
      return new Response('<endpoint/>', { headers: { 'content-type': 'application/xml' } })
    return withBody(opened, refuse)(request, '')
  }

  /** What stands before everything that takes a token; in which order is not documented. */
  function barred(api: string, permission: Permission): Response | undefined {
    if (switches.unlistedIp !== undefined) return refuse('Forbidden.AccessDenied.IpNotInWhiteList')
    if (switches.withheld.has(permission)) return lacking(permission)
    return throttle.exceeds(switches.callsPerSecond, api)
      ? refuse('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi')
      : undefined
  }

  const lacking = (permission: Permission) =>
    refuse('Forbidden.AccessDenied.AccessTokenPermissionDenied', [permission])

  /** §1.5a: `me` stands where the unionId can. The token is read from its header and from nowhere else. */
  function contactUser(request: Request, wanted: string): Response {
    const token = request.headers.get(tokenHeader)
    if (!token) return refuse('AuthenticationFailed.MissingParameter')
    if (state.appTokens.check(token) !== 'unknown') return lacking('Contact.User.Read')
    const consent = state.userTokens.read(token)
    if (consent === undefined) return refuse('InvalidAuthentication')
    if (consent === 'expired') return refuse('accesstoken.expired')
    const refused = barred('users', 'Contact.User.Read')
    if (refused) return refused
    const person = findPerson(world, consent.person)
    if (!person || (wanted !== 'me' && wanted !== unionIdOf(person)))
      return refuse('invalidParameter.user.notFound')
    return Response.json(profileOf(person, options.clientId, world, switches))
  }

  /** §4.6; takes the app's token. */
  function empLeaveRecords(request: Request): Response {
    const token = request.headers.get(tokenHeader)
    if (!token) return refuse('AuthenticationFailed.MissingParameter')
    const standing = state.appTokens.check(token)
    if (standing !== 'valid')
      return refuse(standing === 'expired' ? 'accesstoken.expired' : 'InvalidAuthentication')
    const refused = barred('empLeaveRecords', 'Contact.Common.Read')
    if (refused) return refused
    const found = leaveRecords(state, new URL(request.url).searchParams)
    return found ? Response.json(found) : refuse('invalidParameter.leaveRecords')
  }

  function isApp(id: string, secret: string): boolean {
    return id === options.clientId && secret === options.clientSecret.reveal()
  }

  return async (path, request) => {
    const banned = bannedReply(switches, state.random)
    if (banned) return banned
    for (const [method, pattern, action] of actions) {
      const match = pattern.exec(path)
      if (match && request.method === method) return action(request, match[1] ?? '')
    }
    return refuse('InvalidAction.NotFound')
  }
}

type Body = Record<string, unknown>
type Action = (request: Request, name: string) => Response | Promise<Response>

const tokenHeader = 'x-acs-dingtalk-access-token'

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
