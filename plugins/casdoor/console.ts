import type { ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = Shown<OptionsOf<typeof options>>

/** Casdoor's own pages, with the tabs of the application in their order (web/src/ApplicationEditPage.js). */
export function consoleSteps(
  { endpoint, organization, application, clientSecret }: Options,
  { callback }: ConsoleUrls,
): ConsoleStep[] {
  const tab = (zh: string, en: string): Words => ({
    zh: `${endpoint} › 身份认证 › 应用 › ${application} › ${zh}`,
    en: `${endpoint} › Identity › Applications › ${application} › ${en}`,
  })
  const oidc = tab('OIDC/OAuth', 'OIDC/OAuth')
  return [
    {
      place: { zh: 'Casdoor 服务器的 conf/app.conf', en: 'conf/app.conf of the Casdoor server' },
      field: same('origin'),
      value: endpoint,
      note: {
        zh: '令牌的签发者。不写则取自浏览器请求的 Host，可能与 endpoint 不同',
        en: 'the issuer of its tokens; without it the Host of a browser’s request, which may differ from endpoint',
      },
    },
    {
      place: tab('基础', 'Basic'),
      field: { zh: '组织', en: 'Organization' },
      value: organization,
      note: {
        zh: '单独的组织：built-in 里的每个用户都是全局管理员',
        en: 'one of its own: everybody in built-in administers all of Casdoor',
      },
    },
    {
      place: tab('身份验证', 'Authentication'),
      field: { zh: '启用注册', en: 'Enable signup' },
      value: 'off',
      note: {
        zh: '关闭，否则任何人都能自己加入该组织',
        en: 'or anybody can join the organization by themselves',
      },
    },
    {
      place: oidc,
      field: { zh: '客户端ID', en: 'Client ID' },
      value: null,
      note: { zh: '填入 clientId', en: 'goes into clientId' },
    },
    {
      place: oidc,
      field: { zh: '客户端密钥', en: 'Client secret' },
      value: null,
      note: {
        zh: `不写进文件，放到 clientSecret 所指之处：${clientSecret}。凭它可以读写 Casdoor 的全部组织`,
        en: `not into the file, but where clientSecret points: ${clientSecret}. It can read and write every organization of Casdoor`,
      },
    },
    { place: oidc, field: { zh: '重定向URLs', en: 'Redirect URLs' }, value: callback },
    {
      place: oidc,
      field: { zh: 'Access Token格式', en: 'Token format' },
      value: 'JWT-Standard',
      note: {
        zh: '默认的 JWT 格式会带出密码盐、TOTP 密钥等，且体积很大',
        en: 'the default, JWT, carries the salt of the password and TOTP secrets, and is large',
      },
    },
    { place: oidc, field: { zh: 'Token签名算法', en: 'Token signing method' }, value: 'RS256' },
    {
      place: { zh: `${endpoint} › 身份认证 › 证书`, en: `${endpoint} › Identity › Certs` },
      field: { zh: '复制证书', en: 'Copy certificate' },
      value: null,
      note: {
        zh: '可选：应用所用 Token证书 的内容，存成文件，由 certificate 引用；不填则从 endpoint 读取公钥',
        en: 'optional: of the application’s Token cert, into a file that certificate points to; without it the keys are read from endpoint',
      },
    },
  ]
}

const same = (words: string): Words => ({ zh: words, en: words })
