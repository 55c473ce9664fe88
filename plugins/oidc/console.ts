import type { ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = Shown<OptionsOf<typeof options>>

/** Every server has pages of its own; the fields have the names of OpenID Connect Dynamic Client Registration 1.0. */
export function consoleSteps({ issuer, clientSecret, scopes }: Options, urls: ConsoleUrls): ConsoleStep[] {
  const place: Words = { zh: `${issuer} › 客户端`, en: `${issuer} › client` }
  const isPublic = clientSecret === undefined
  return [
    { place, field: { zh: '重定向地址 (redirect URI)', en: 'redirect URI' }, value: urls.callback },
    { place, field: { zh: '授权方式 (grant type)', en: 'grant type' }, value: 'authorization_code' },
    { place, field: { zh: 'PKCE 方法', en: 'PKCE method' }, value: 'S256' },
    { place, field: { zh: '范围 (scope)', en: 'scope' }, value: scopes.join(' ') },
    {
      place,
      field: { zh: '客户端类型', en: 'kind of client' },
      value: isPublic ? 'public' : 'confidential',
    },
    {
      place,
      field: { zh: '客户端 ID (client_id)', en: 'client id' },
      value: null,
      note: { zh: '填入 clientId', en: 'goes into clientId' },
    },
    ...(isPublic ? [] : [secretStep(place, clientSecret)]),
    {
      place: {
        zh: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        en: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      },
      field: { zh: 'issuer', en: 'issuer' },
      value: null,
      note: {
        zh: '一字不差地填入 issuer，包括末尾有无斜杠',
        en: 'goes into issuer exactly as it stands there, with or without a slash at the end',
      },
    },
  ]
}

function secretStep(place: Words, clientSecret: string): ConsoleStep {
  return {
    place,
    field: { zh: '客户端密钥 (client_secret)', en: 'client secret' },
    value: null,
    note: {
      zh: `不写进文件，放到 clientSecret 所指之处：${clientSecret}`,
      en: `not into the file, but where clientSecret points: ${clientSecret}`,
    },
  }
}
