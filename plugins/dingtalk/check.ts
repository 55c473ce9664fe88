import { inManual, type Probe, refusedProbe, SsoError, type Words } from 'sso-kit/plugin'
import type { Calls } from './calls.ts'
import { idsIn } from './department-ids.ts'
import { permissions } from './permissions.ts'
import { retryAfterS } from './wire.ts'

/** What the options make of the permissions: those of departments and lists are only needed for these. */
interface Needs {
  departments: boolean
  lists: boolean
}

/** The connectivity test: the app's credentials, what it may see, and each permission by a call that needs it. */
export async function* check(
  calls: Calls,
  needs: Needs,
  at: { source: string; step: 'profile' },
): AsyncIterable<Probe> {
  const credentials = { zh: '凭证', en: 'credentials' }
  let scopes: unknown
  try {
    const answer = await calls.oapi('profile', '/auth/scopes')
    if (answer.refusal) return yield refused(credentials, answer.refusal.code, answer.refusal.advice)
    scopes = Object(answer.result).auth_org_scopes
  } catch (error) {
    if (!(error instanceof SsoError) || error.vendorCode === undefined) throw error
    return yield refused(credentials, error.vendorCode)
  }
  yield { name: credentials, state: 'good' }

  const seesAll = idsIn(scopes, 'authed_dept', at).includes('1')
  const scope = { zh: '权限范围', en: 'contact scope (权限范围)' }
  if (seesAll) yield { name: scope, state: 'good' }
  else
    yield {
      name: scope,
      state: needs.lists ? 'bad' : 'unknown',
      found: 'not 全部员工 (all employees)',
      mend: scopePlace,
    }

  for (const [code, isNeeded, path, body] of [
    ['qyapi_get_member', true, '/topapi/user/count', { only_active: false }],
    [
      'qyapi_get_department_list',
      needs.departments || needs.lists,
      '/topapi/v2/department/get',
      { dept_id: 1 },
    ],
    [
      'qyapi_get_department_member',
      needs.lists,
      '/topapi/user/listsimple',
      { dept_id: 1, cursor: 0, size: 1 },
    ],
  ] as const) {
    const name = named(code)
    const { refusal } = await calls.oapi('profile', path, body)
    const lacks = refusal !== null && ['60011', '43007'].includes(refusal.code)
    if (!refusal) yield { name, state: 'good' }
    else if (!isNeeded)
      yield { name, state: 'unknown', found: lacks ? 'not granted, and not needed' : refusal.code }
    else yield refused(name, refusal.code, refusal.advice)
  }
}

const scopePlace: Words = {
  zh: '权限管理 › 权限范围：全部员工',
  en: 'Permission Management (权限管理) › scope All Employees (全部员工)',
}

function named(code: string): Words {
  const permission = permissions.find(each => each.code === code)
  return { zh: `权限 ${permission?.zh}（${code}）`, en: `permission ${permission?.zh} (${code})` }
}

const refused = (name: Words, code: string, advice?: string): Probe =>
  refusedProbe(name, { code, advice: advice ?? words.get(code), isBusy: isBusy(code) }, placeOf(code))

/** Too many calls now, or an error of DingTalk's own (facts: the tables of codes of both styles). */
const isBusy = (code: string): boolean =>
  retryAfterS.has(code) || /^(?:unknownError|system\.error|5\d\d|.*\.Qp[sm]Limit\w+)$/.test(code)

const quota = 'the calls of the organisation are used up for this month'
const words: ReadonlyMap<string, string> = new Map([
  ['90020', quota],
  ['Forbidden.AccessDenied.ApiCountLimitForOrg', quota],
])

/** Where each is mended in the developer console. */
const placeOf = (code: string): Words =>
  places.find(({ codes }) => codes.includes(code.replace('Forbidden.AccessDenied.', '')))?.place ?? inManual

const places: readonly { codes: readonly string[]; place: Words }[] = [
  {
    codes: ['60011', 'AccessTokenPermissionDenied'],
    place: { zh: '权限管理：申请该权限并发布', en: 'Permission Management (权限管理): apply for it' },
  },
  {
    codes: ['43007'],
    place: {
      zh: '权限管理：由管理员授权',
      en: 'Permission Management (权限管理): an administrator has to agree',
    },
  },
  {
    codes: ['60020', 'IpNotInWhiteList'],
    place: {
      zh: '安全设置 › 服务器出口IP',
      en: 'Security Settings (安全设置) › server’s address (服务器出口IP)',
    },
  },
  { codes: ['50002', '50004', '60019'], place: scopePlace },
  {
    codes: ['invalidClientIdOrSecret', '40000', '40001', '40014', '42001'],
    place: {
      zh: '凭证与基础信息：核对 clientId 与 clientSecret',
      en: 'Credentials (凭证与基础信息): compare clientId and clientSecret',
    },
  },
  {
    codes: ['90020', 'ApiCountLimitForOrg'],
    place: {
      zh: '应用开发 › API 调用量：等到下月，或为组织增加用量',
      en: 'API calls of the organisation (API 调用量): wait for the next month, or have more of them',
    },
  },
]
