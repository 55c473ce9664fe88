import type { ConsoleStep, Words } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import { accessLink } from '../workbench.ts'

/** Fields by the names of OpenID Connect Discovery 1.0: every app calls them a little differently. */
export function oidcSteps({ id, options }: ShownApp, publicUrl: string): ConsoleStep[] {
  const place: Words = { zh: `${id} 的单点登录设置`, en: `the sign-on settings of ${id}` }
  const isPublic = options.clientSecret === undefined
  return [
    {
      place,
      field: { zh: '颁发者 (issuer)', en: 'issuer' },
      value: publicUrl,
      note: {
        zh: '应用若要发现地址，在其后加 /.well-known/openid-configuration',
        en: 'an app that asks for the discovery address wants /.well-known/openid-configuration behind it',
      },
    },
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
    {
      place,
      field: { zh: '回调地址 (redirect URI)', en: 'redirect URI' },
      value: null,
      note: {
        zh: `应与 redirectUris 完全一致：${(options.redirectUris as readonly string[]).join(', ')}`,
        en: `has to be exactly what redirectUris says: ${(options.redirectUris as readonly string[]).join(', ')}`,
      },
    },
    ...(options.launchUrl === undefined ? [] : [accessLink(id, publicUrl)]),
  ]
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
