import type { Person, World } from 'sso-kit/plugin'
import { AddressBook, root } from './address-book.ts'
import type { HostOfWeCom, Setting, WeCom } from './index.ts'
import { externalUserId, findMember, findPerson, isCustomer, openIdOf, userIdOf } from './people.ts'

type Reply = Readonly<Record<string, unknown>>
type Call = (query: URLSearchParams) => Reply

/** qyapi.weixin.qq.com: always 200, the truth is in `errcode`; everything stands in the query. */
export function api(wecom: WeCom): HostOfWeCom {
  const { options, world, state, setting } = wecom
  const book = new AddressBook(wecom)
  const admit = limit(wecom)

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
    if (!person) return failures.noUser
    return book.sees(person) ? userRecord(person, setting) : failures.noPrivilege
  }

  // path/90201: direct members
  const userlist: Call = query => {
    const found = departmentAsked(query.get('department_id') ?? '')
    if ('errcode' in found) return found
    return { userlist: book.membersOf(found.id).map(person => userRecord(person, setting)) }
  }
  // path/90200: the same with three fields
  const simplelist: Call = query => {
    const found = departmentAsked(query.get('department_id') ?? '')
    if ('errcode' in found) return found
    return {
      userlist: book.membersOf(found.id).map(person => {
        const { userid, name, department } = userRecord(person, setting)
        return { userid, name, department }
      }),
    }
  }

  function departmentAsked(id: string): { id: number } | { errcode: number; errmsg: string } {
    if (!/^\d{1,10}$/.test(id)) return failures.badParameter
    if (!departmentRecord(world, Number(id))) return failures.noDepartment
    return book.isWithin(Number(id)) ? { id: Number(id) } : failures.noPrivilege
  }

  // path/95351
  const department: Call = query => {
    const found = departmentAsked(query.get('id') ?? '')
    return 'errcode' in found ? found : { department: departmentRecord(world, found.id) }
  }

  // path/90208: a department with all below it, or all that the app may see
  const departments: Call = query => {
    const id = query.get('id')
    const found = id === null ? undefined : departmentAsked(id)
    if (found && 'errcode' in found) return found
    return { department: book.allBelow(found?.id).map(each => departmentRecord(world, each)) }
  }
  // path/95350: the same without names
  const departmentIds: Call = query => {
    const { department, ...refused } = departments(query)
    if (!Array.isArray(department)) return refused
    return { department_id: department.map(({ id, parentid, order }) => ({ id, parentid, order })) }
  }

  const calls = new Map<string, Call>([
    ['/cgi-bin/auth/getuserinfo', getuserinfo],
    ['/cgi-bin/user/getuserinfo', oldGetuserinfo],
    ['/cgi-bin/user/get', user],
    ['/cgi-bin/user/list', userlist],
    ['/cgi-bin/user/simplelist', simplelist],
    ['/cgi-bin/department/list', departments],
    ['/cgi-bin/department/simplelist', departmentIds],
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
    if (standing !== 'valid') return failures.badToken
    return admit() ? call(query) : failures.tooMany
  }

  return async (path, request) => {
    const reply = request.method === 'GET' ? answer(path, new URL(request.url).searchParams) : undefined
    return reply ? Response.json({ errcode: 0, errmsg: 'ok', ...reply }) : new Response('', { status: 404 })
  }
}

/** So many calls in any minute. */
function limit({ world, setting }: WeCom): () => boolean {
  let recent: number[] = []
  return () => {
    recent = recent.filter(time => time > world.now() - 60_000)
    const isFree = recent.length < (setting.callsPerMinute ?? Number.POSITIVE_INFINITY)
    if (isFree) recent.push(world.now())
    return isFree
  }
}

/** An app that was made since June 2022 is told nothing personal by this call; empty fields come as such. */
function userRecord(person: Person, { hasPersonalData = false, disabled }: Setting): Reply {
  const departments = person.departments.length > 0 ? person.departments.map(Number) : [root]
  return {
    userid: userIdOf(person),
    name: person.name,
    department: departments,
    order: departments.map(() => 0),
    position: person.title,
    is_leader_in_dept: departments.map(() => (/组长|总监/.test(person.title) ? 1 : 0)),
    main_department: departments[0],
    status: disabled?.has(person.id) ? 2 : 1,
    extattr: { attrs: [{ type: 0, name: '工号', text: { value: person.jobNumber } }] },
    ...(hasPersonalData && { mobile: person.mobile, gender: '0', email: '', biz_mail: person.email }),
  }
}

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
  noPrivilege: { errcode: 60011, errmsg: 'no privilege to access/modify contact/party/agent' },
  tooMany: { errcode: 45009, errmsg: 'api freq out of limit' },
  noDepartment: { errcode: 60003, errmsg: 'department not found' },
} satisfies Record<string, Reply>
