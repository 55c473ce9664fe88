import type { Person, World } from 'sso-kit/plugin'
import type { HostOfWeCom, WeCom } from './index.ts'
import { externalUserId, findMember, findPerson, isCustomer, openIdOf, userIdOf } from './people.ts'

type Reply = Readonly<Record<string, unknown>>
type Call = (query: URLSearchParams) => Reply

/** qyapi.weixin.qq.com: always 200, the truth is in `errcode`; everything stands in the query. */
export function api({ options, world, state, hasPersonalData }: WeCom): HostOfWeCom {
  // path/91039
  const gettoken: Call = query => {
    const [corpid, secret] = [query.get('corpid'), query.get('corpsecret')]
    if (!corpid) return failures.noCorpid
    if (!secret) return failures.noSecret
    if (corpid !== options.corpId) return failures.badCorpid
    return secret === options.clientSecret.reveal() ? state.token.ask() : failures.badSecret
  }

  // path/91023 and path/98176: the organisation's people whether in the range of the app or not, and anybody else
  const whose = (query: URLSearchParams): Person | undefined =>
    findPerson(world, state.codes.redeem(query.get('code') ?? '') ?? '')
  const getuserinfo: Call = query => {
    const person = whose(query)
    if (!person) return failures.badCode
    if (person.member) return { userid: userIdOf(person) }
    return {
      openid: openIdOf(person),
      ...(isCustomer(person) && { external_userid: externalUserId(person) }),
    }
  }
  // its predecessor, which clients still call
  const oldGetuserinfo: Call = query => {
    const person = whose(query)
    if (!person) return failures.badCode
    const device = { DeviceId: `sandbox-${person.id}` }
    return person.member ? { UserId: userIdOf(person), ...device } : { OpenId: openIdOf(person), ...device }
  }

  // path/90196
  const user: Call = query => {
    const person = findMember(world, query.get('userid') ?? '')
    return person ? userRecord(person, hasPersonalData) : failures.noUser
  }

  // path/95351
  const department: Call = query => {
    const id = query.get('id') ?? ''
    if (!/^\d{1,10}$/.test(id)) return failures.badParameter
    const found = departmentRecord(world, Number(id))
    return found ? { department: found } : failures.noDepartment
  }

  const calls = new Map<string, Call>([
    ['/cgi-bin/auth/getuserinfo', getuserinfo],
    ['/cgi-bin/user/getuserinfo', oldGetuserinfo],
    ['/cgi-bin/user/get', user],
    ['/cgi-bin/department/get', department],
  ])

  function answer(path: string, query: URLSearchParams): Reply | undefined {
    if (path === '/cgi-bin/gettoken') return gettoken(query)
    const call = calls.get(path)
    if (!call) return undefined
    const token = query.get('access_token')
    if (!token) return failures.noToken
    const standing = state.token.check(token)
    if (standing === 'expired') return failures.expired
    return standing === 'valid' ? call(query) : failures.badToken
  }

  return async (path, request) => {
    const reply = request.method === 'GET' ? answer(path, new URL(request.url).searchParams) : undefined
    return reply ? Response.json({ errcode: 0, errmsg: 'ok', ...reply }) : new Response('', { status: 404 })
  }
}

/** An app that was made since June 2022 is told nothing personal by this call; empty fields come as such. */
function userRecord(person: Person, hasPersonalData: boolean): Reply {
  const departments = person.departments.length > 0 ? person.departments.map(Number) : [root]
  return {
    userid: userIdOf(person),
    name: person.name,
    department: departments,
    order: departments.map(() => 0),
    position: person.title,
    is_leader_in_dept: departments.map(() => (/组长|总监/.test(person.title) ? 1 : 0)),
    main_department: departments[0],
    status: 1,
    extattr: { attrs: [{ type: 0, name: '工号', text: { value: person.jobNumber } }] },
    ...(hasPersonalData && { mobile: person.mobile, gender: '0', email: '', biz_mail: person.email }),
  }
}

/** The organisation itself is department 1. */
const root = 1

function departmentRecord(world: World, id: number): Reply | undefined {
  if (id === root) return { id, name: world.organization.name, parentid: 0, order: 0 }
  const found = world.departments.find(one => Number(one.id) === id)
  return found && { id, name: found.name, parentid: Number(found.parent ?? root), order: id }
}

/** path/90313; the texts are not in its table. */
const failures = {
  noToken: { errcode: 41001, errmsg: 'access_token missing' },
  badToken: { errcode: 40014, errmsg: 'invalid access_token' },
  expired: { errcode: 42001, errmsg: 'access_token expired' },
  noCorpid: { errcode: 41002, errmsg: 'corpid missing' },
  noSecret: { errcode: 41004, errmsg: 'corpsecret missing' },
  badCorpid: { errcode: 40013, errmsg: 'invalid corpid' },
  badSecret: { errcode: 40001, errmsg: 'invalid credential' },
  badCode: { errcode: 40029, errmsg: 'invalid code' },
  badParameter: { errcode: 40035, errmsg: 'invalid parameter' },
  noUser: { errcode: 60111, errmsg: 'userid not found' },
  noDepartment: { errcode: 60003, errmsg: 'department not found' },
} satisfies Record<string, Reply>
