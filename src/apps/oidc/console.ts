import type { ConsoleStep, Words } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import type { Setting } from '../setting.ts'
import { accessLink } from '../workbench.ts'
import { paths } from './discovery.ts'

/** Fields by the names of OpenID Connect Discovery 1.0: every app calls them a little differently. */
export function oidcSteps({ id, options }: ShownApp, setting: Setting): ConsoleStep[] {
  const place: Words = { zh: `${id} 的单点登录设置`, en: `the sign-on settings of ${id}` }
  const isPublic = options.clientSecret === undefined
  return [
    {
      place,
      field: { zh: '颁发者 (issuer)', en: 'issuer' },
      value: setting.publicUrl,
      note: {
        zh: '应用若要发现地址，在其后加 /.well-known/openid-configuration',
        en: 'an app that asks for the discovery address wants /.well-known/openid-configuration behind it',
      },
    },
    ...addresses(place, setting),
    {
      place,
      field: { zh: '客户端 ID (client_id)', en: 'client id' },
      value: String(options.clientId),
    },
    ...(isPublic ? [] : [secret(place, String(options.clientSecret))]),
    {
      place,
      field: { zh: '范围 (scope)', en: 'scope' },
      value: (options.scopes as readonly string[]).join(' '),
    },
    { place, field: { zh: 'PKCE 方法', en: 'PKCE method' }, value: 'S256' },
    ofTheFile(place, 'redirectUris', options.redirectUris, {
      zh: '回调地址 (redirect URI)',
      en: 'redirect URI',
    }),
    {
      place,
      field: { zh: '登出地址 (end_session_endpoint)', en: 'sign-out address (end_session_endpoint)' },
      value: setting.publicUrl + paths.endSession,
    },
    ofTheFile(place, 'postLogoutRedirectUris', options.postLogoutRedirectUris, {
      zh: '登出后的地址 (post_logout_redirect_uri)',
      en: 'post-logout redirect URI',
    }),
    ofTheFile(place, 'backchannelLogoutUri', options.backchannelLogoutUri, {
      zh: '后端登出地址 (backchannel_logout_uri)',
      en: 'back-channel logout URI',
    }),
    ...(options.launchUrl === undefined ? [] : [accessLink(id, setting)]),
  ]
}

/** What discovery says, for apps that ask for each address. */
function addresses(place: Words, { publicUrl }: Setting): ConsoleStep[] {
  const discovered = {
    zh: '仅供不会从颁发者发现地址的应用',
    en: 'only for an app that does not find it by the issuer',
  }
  const rows = [
    [
      '授权地址 (authorization_endpoint)',
      'authorization address (authorization_endpoint)',
      paths.authorization,
    ],
    ['令牌地址 (token_endpoint)', 'token address (token_endpoint)', paths.token],
    ['用户信息地址 (userinfo_endpoint)', 'userinfo address (userinfo_endpoint)', paths.userinfo],
    ['公钥地址 (jwks_uri)', 'key set (jwks_uri)', paths.jwks],
  ] as const
  return rows.map(([zh, en, path]) => ({
    place,
    field: { zh, en },
    value: publicUrl + path,
    note: discovered,
  }))
}

/** An address of the app: it has to be the one that the file says, or be brought back if the app has one. */
function ofTheFile(place: Words, key: string, value: unknown, field: Words): ConsoleStep {
  const said = [value ?? []].flat().join(', ')
  const note =
    said === ''
      ? { zh: `应用若有，填入 ${key}`, en: `goes into ${key}, if the app has one` }
      : { zh: `应与 ${key} 完全一致：${said}`, en: `has to be exactly what ${key} says: ${said}` }
  return { place, field, value: null, note }
}

const secret = (place: Words, reference: string): ConsoleStep => ({
  place,
  field: { zh: '客户端密钥 (client_secret)', en: 'client secret' },
  value: null,
  note: {
    zh: `同一个随机值，两处都放：应用里，和 clientSecret 所指之处 ${reference}`,
    en: `one random value in both places: in the app, and where clientSecret points, ${reference}`,
  },
})
