import type { ConsoleStep, Words } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import { madeUp } from '../secret-place.ts'
import type { Setting } from '../setting.ts'
import { accessLink } from '../workbench.ts'
import { paths } from './discovery.ts'

/** Fields by the names of OpenID Connect Discovery 1.0: every app calls them a little differently. */
export function oidcSteps({ id, options }: ShownApp, setting: Setting): ConsoleStep[] {
  const place: Words = { zh: `${id} 的单点登录设置`, en: `the sign-on settings of ${id}` }
  const { publicUrl } = setting
  const enter = (zh: string, en: string, value: string, note?: Words): ConsoleStep => ({
    place,
    field: { zh, en },
    value,
    ...(note && { note }),
  })
  const { clientSecret, algorithm } = options
  return [
    enter('颁发者 (issuer)', 'issuer', publicUrl),
    enter('发现地址 (discovery)', 'discovery address', publicUrl + paths.discovery, {
      zh: '有的应用要它，有的只要颁发者',
      en: 'some apps want it, others the issuer alone',
    }),
    ...endpoints(place, publicUrl),
    enter('客户端 ID (client_id)', 'client id', String(options.clientId)),
    ...(clientSecret === undefined ? [] : [secret(place, clientSecret)]),
    enter('范围 (scope)', 'scope', (options.scopes as readonly string[]).join(' ')),
    options.pkce === 'optional' && clientSecret !== undefined
      ? enter('PKCE 方法', 'PKCE method', 'S256', { zh: '应用若支持', en: 'if the app can do it' })
      : enter('PKCE 方法', 'PKCE method', 'S256'),
    ...(algorithm === 'ES256' ? [enter('ID token 签名算法', 'ID token signature algorithm', algorithm)] : []),
    ...ofTheFile(place, 'redirectUris', options.redirectUris, {
      zh: '回调地址 (redirect URI)',
      en: 'redirect URI',
    }),
    ...ofTheFile(place, 'postLogoutRedirectUris', options.postLogoutRedirectUris, {
      zh: '登出后的地址 (post_logout_redirect_uri)',
      en: 'post-logout redirect URI',
    }),
    ...ofTheFile(place, 'backchannelLogoutUri', options.backchannelLogoutUri, {
      zh: '后端登出地址 (backchannel_logout_uri)',
      en: 'back-channel logout URI',
    }),
    ...(options.launchUrl === undefined ? [] : [accessLink(id, setting)]),
  ]
}

/** What an app that asks for the discovery document reads there. */
function endpoints({ zh, en }: Words, publicUrl: string): ConsoleStep[] {
  const place: Words = {
    zh: `${zh}（它不读发现地址时）`,
    en: `${en}, where it does not read the discovery address`,
  }
  const row = (name: string, chinese: string, english: string, path: string): ConsoleStep => ({
    place,
    field: { zh: `${chinese} (${name})`, en: `${english} (${name})` },
    value: publicUrl + path,
  })
  return [
    row('authorization_endpoint', '授权地址', 'authorization address', paths.authorization),
    row('token_endpoint', '令牌地址', 'token address', paths.token),
    row('userinfo_endpoint', '用户信息地址', 'userinfo address', paths.userinfo),
    row('jwks_uri', '公钥地址', 'key set', paths.jwks),
    row('end_session_endpoint', '登出地址', 'sign-out address', paths.endSession),
  ]
}

/** Addresses of the app: they have to be those that the file says, or be brought back if the app has one. */
function ofTheFile(place: Words, key: string, value: unknown, field: Words): ConsoleStep[] {
  const said = [value ?? []].flat().map(String)
  if (said.length === 0)
    return [
      {
        place,
        field,
        value: null,
        note: { zh: `应用若有，填入 ${key}`, en: `goes into ${key}, if the app has one` },
      },
    ]
  const note = { zh: `应与文件的 ${key} 完全一致`, en: `has to be exactly what ${key} of the file says` }
  return said.map(address => ({ place, field, value: address, note }))
}

const secret = (place: Words, reference: unknown): ConsoleStep => ({
  place,
  field: { zh: '客户端密钥 (client_secret)', en: 'client secret' },
  value: null,
  note: madeUp({ zh: '应用里', en: 'the app' }, 'clientSecret', reference),
})
