import {
  type Common,
  credentials,
  type Enveloped,
  enveloped,
  type Host,
  inManual,
  type OptionsOf,
  type Probe,
  refusedProbe,
  type Words,
} from 'sso-kit/plugin'
import { adviceFor, busy, lackingScope } from './codes.ts'
import type { options } from './options.ts'
import { permissions } from './permissions.ts'
import { postJson } from './wire.ts'

type Options = OptionsOf<typeof options> & Common

/**
 * The connectivity test: the app's token, the contact range, and each permission. Most permissions open fields and no
 * calls: one that is missing shows in a record without them, so they are only tried where there is a record.
 */
export async function* check(options: Options, host: Host, api: string): AsyncIterable<Probe> {
  const { clientId, clientSecret, region, allow, follows } = options
  const ask = (path: string, init: RequestInit): Promise<Enveloped> =>
    enveloped(host, `${api}/open-apis/${path}`, init, 'code', (code, _, body) => ({
      advice: adviceFor(code, body),
      isBusy: busy.has(code),
    }))

  const app = postJson({ app_id: clientId, app_secret: clientSecret.reveal() })
  const given = await ask('auth/v3/tenant_access_token/internal', app)
  if (given.code !== '0') return yield refusedProbe(credentials, given, credentialsPlace(region))
  yield { name: credentials, state: 'good' }
  const authorization = `Bearer ${given.reply.token('tenant_access_token')}`
  const contact = (path: string, query: Record<string, string>) =>
    ask(`contact/v3/${path}?${new URLSearchParams({ ...inOpenIds, ...query })}`, {
      headers: { authorization },
    })

  const root = await contact('departments/0', {})
  const isNeeded = follows === true || allow?.departments !== undefined
  const opening = named('contact:contact.base:readonly')
  if (root.code === lackingScope) return yield isNeeded ? refusedProbe(opening, root, place) : spare(opening)
  if (root.code !== '0' && root.code !== outOfRange) return yield refusedProbe(opening, root, inManual)
  yield { name: opening, state: 'good' }
  if (root.code === '0') yield { name: range, state: 'good' }
  else
    yield {
      name: range,
      state: follows ? 'bad' : 'unknown',
      found: 'not 全部成员 (all members)',
      mend: rangePlace,
    }

  if (!isNeeded || root.code !== '0') return
  const department = firstOf(await contact('departments/0/children', { page_size: '1' }))
  yield* readable(department, departmentFields)
  const departmentId = String(department?.open_department_id ?? '0')
  const member = firstOf(
    await contact('users/find_by_department', { department_id: departmentId, page_size: '1' }),
  )
  yield* readable(member, userFields)
}

const inOpenIds = { department_id_type: 'open_department_id' }
const outOfRange = '40004'

/** The field that each permission opens (…/contact-v3/department/get, …/contact-v3/user/get). */
const departmentFields = {
  'contact:department.base:readonly': 'name',
  'contact:department.organize:readonly': 'parent_department_id',
}
const userFields = { 'contact:user.department:readonly': 'department_ids' }

const firstOf = ({ body }: Enveloped): Record<string, unknown> | undefined => {
  const items: unknown = Object(Object(body).data).items
  return Array.isArray(items) && items.length > 0 ? Object(items[0]) : undefined
}

function* readable(
  record: Record<string, unknown> | undefined,
  guarded: Readonly<Record<string, string>>,
): Iterable<Probe> {
  for (const [code, field] of Object.entries(guarded)) {
    const name = named(code)
    if (record === undefined) yield { name, state: 'unknown', found: 'nothing there to read' }
    else if (record[field] !== undefined) yield { name, state: 'good' }
    else yield { name, state: 'bad', found: 'not granted', mend: place }
  }
}

const spare = (name: Words): Probe => ({ name, state: 'unknown', found: 'not granted, and not needed' })

function named(code: string): Words {
  const permission = permissions.find(each => each.code === code)
  return { zh: `权限 ${permission?.zh}（${code}）`, en: `permission ${permission?.zh} (${code})` }
}

const range: Words = { zh: '通讯录权限范围', en: 'contact range (通讯录权限范围)' }
const place: Words = {
  zh: '开发配置 › 权限管理 › API 权限（应用身份），再发布一个版本',
  en: 'Permissions & Scopes (权限管理), those of the app itself (应用身份); then publish a version',
}
const rangePlace: Words = {
  zh: '开发配置 › 权限管理 › 数据权限：全部成员',
  en: 'Permissions & Scopes (权限管理) › 数据权限: 全部成员 (all members)',
}
const credentialsPlace = (region: Options['region']): Words => {
  const console = region === 'lark' ? 'open.larksuite.com/app' : 'open.feishu.cn/app'
  return {
    zh: `${console} › 凭证与基础信息：核对 App ID 与 App Secret`,
    en: `${console} › Credentials & Basic Info (凭证与基础信息): compare App ID and App Secret`,
  }
}
