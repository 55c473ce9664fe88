import type { Common, ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import { places } from './directory-places.ts'
import type { options } from './options.ts'
import { scope } from './service-account.ts'

type Options = Shown<OptionsOf<typeof options>> & Common

/** console.cloud.google.com, in the order of its menu. */
export function consoleSteps(
  { clientSecret, allow, follows, serviceAccountKey, directoryAdmin }: Options,
  { callback }: ConsoleUrls,
): ConsoleStep[] {
  const [only, ...more] = allow?.domains ?? []
  return [
    {
      place: consent,
      field: { zh: '用户类型', en: 'User type' },
      value: only !== undefined && more.length === 0 ? 'Internal' : 'External',
      note: {
        zh: '内部 (Internal) 仅限本组织账号；外部 (External) 在发布前仅限列出的测试用户',
        en: 'Internal is for one organisation alone; External lets in only listed test users until it is published',
      },
    },
    { place: consent, field: { zh: '范围', en: 'Scopes' }, value: 'openid email profile' },
    {
      place: credentials,
      field: { zh: '应用类型', en: 'Application type' },
      value: 'Web application',
      note: { zh: 'Web 应用', en: 'under Create credentials › OAuth client ID' },
    },
    {
      place: credentials,
      field: { zh: '已获授权的重定向 URI', en: 'Authorized redirect URIs' },
      value: callback,
      note: { zh: '逐字比对，包括末尾的斜杠', en: 'compared letter for letter, a slash at the end too' },
    },
    {
      place: credentials,
      field: { zh: '客户端 ID', en: 'Client ID' },
      value: null,
      note: { zh: '填入 clientId', en: 'goes into clientId' },
    },
    {
      place: credentials,
      field: { zh: '客户端密钥', en: 'Client secret' },
      value: null,
      note: {
        zh: `不写进文件，放到 clientSecret 所指之处：${clientSecret}`,
        en: `not into the file, but where clientSecret points: ${clientSecret}`,
      },
    },
    ...(follows ? directorySteps(serviceAccountKey, directoryAdmin) : []),
  ]
}

const consent: Words = {
  zh: 'console.cloud.google.com › API 和服务 › OAuth 权限请求页面',
  en: 'console.cloud.google.com › APIs & Services › OAuth consent screen',
}
const credentials: Words = {
  zh: 'console.cloud.google.com › API 和服务 › 凭据 › 创建凭据 › OAuth 客户端 ID',
  en: 'console.cloud.google.com › APIs & Services › Credentials › Create credentials › OAuth client ID',
}

/** Two consoles: the project's has the account, the organisation's says what it may do. */
const directorySteps = (key = '{ file: … }', admin = '…'): ConsoleStep[] => [
  { ...places.api, value: 'Admin SDK API' },
  {
    ...places.key,
    value: null,
    note: {
      zh: `不写进文件，放到 serviceAccountKey 所指之处：${key}。服务账号本身不需要任何角色`,
      en: `not into the file, but where serviceAccountKey points: ${key}. The account itself needs no role`,
    },
  },
  {
    ...places.delegation,
    value: scope,
    note: {
      zh: '客户端 ID 填服务账号的“唯一 ID”（一串数字），不是 OAuth 客户端的',
      en: 'Client ID is the Unique ID of the service account, a number, and not that of the OAuth client',
    },
  },
  {
    ...places.role,
    value: admin,
    note: {
      zh: '把只含此权限的角色指派给 directoryAdmin 的账号',
      en: 'assign a role with this alone to the account of directoryAdmin',
    },
  },
]
