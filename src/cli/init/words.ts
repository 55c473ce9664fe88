import type { Language } from '../language.ts'

/** The comments of a first file. */
export const comments = {
  en: {
    file: "A first file. Replace the placeholders by what the vendors' consoles show: sso-kit urls says where that is.",
    publicUrl: 'What people type. Every callback address is built from it, never from a request.',
    listen: 'a proxy in front ends TLS …',
    trustedProxies: '… and is believed about who asks',
    enabled: "true: an account is made at a person's first sign-in,",
    baseDir: 'confined to this folder,',
    permissions: 'with these: sso-kit permissions lists them',
    sources: 'in the order of the buttons',
    apps: 'where people go on to; allow: everyone, or { groups: […], sources: […] }',
  },
  zh: {
    file: '第一个文件。把占位的值换成各厂商控制台里的值：sso-kit urls 会说明在哪里找。',
    publicUrl: '人们输入的地址。所有回调地址都由它得出，从不取自请求。',
    listen: '前面的代理终结 TLS ……',
    trustedProxies: '…… 并告诉本服务是谁在访问',
    enabled: 'true：首次登录时建立账号，',
    baseDir: '限制在这个目录内，',
    permissions: '带有这些权限：sso-kit permissions 列出全部',
    sources: '按按钮的顺序',
    apps: '人们登录后去的地方；allow: everyone，或 { groups: […], sources: […] }',
  },
} as const satisfies Record<Language, Record<string, string>>

export type Comments = (typeof comments)[Language]

/** What is asked, and said when the file is there. */
export const printed = {
  en: {
    sources: (types: string) => `Sources, of ${types}: `,
    apps: (types: string) => `Apps, of ${types} [none]: `,
    publicUrl: (placeholder: string) => `Public address [${placeholder}]: `,
    enabled: "An account at a person's first sign-in? [y/N]: ",
    noSources: 'which sources?',
    someOf: (types: string) => `choose some of ${types}`,
    noType: (word: string) => `there is no source type "${word}"`,
    noAppType: (word: string) => `there is no app type "${word}"`,
    thereAre: (types: string) => `there are ${types}`,
    didYouMean: (type: string) => `did you mean ${type}?`,
    neither: (text: string) => `"${text}" is neither`,
    answers: 'y or n',
    nothing: 'nothing was written',
    wrote: (files: readonly string[]) => `wrote ${files.join(', ')}`,
    made: (folder: string) => `made the folder ${folder}`,
    added: (file: string, lines: readonly string[]) => `added to ${file}: ${lines.join(' ')}`,
    replace: (file: string) => `\nReplace ${file}? [y/N]: `,
    note: 'note: ',
    toFillIn: 'still to be filled in',
    file: 'a file that is named there',
    next: 'next',
    install: 'the strategy that the file names',
    urls: 'the list below again, as the file is then',
    validate: 'check the file after each change',
    secrets: 'and its secrets: .env is .env.example, filled in',
    sandbox: 'try it with simulated vendors',
    ci: 'the checks of every change, for a pipeline; or gitlab',
    consoles: 'to be entered, and what to bring back (←)',
    consolesLater: 'to be entered once publicUrl is filled in, and what to bring back (←)',
  },
  zh: {
    sources: (types: string) => `来源，可选 ${types}：`,
    apps: (types: string) => `应用，可选 ${types} [没有]：`,
    publicUrl: (placeholder: string) => `公开地址 [${placeholder}]：`,
    enabled: '首次登录时自动建立账号？[y/N]：',
    noSources: '哪些来源？',
    someOf: (types: string) => `请选择其中一个或几个：${types}`,
    noType: (word: string) => `没有来源类型“${word}”`,
    noAppType: (word: string) => `没有应用类型“${word}”`,
    thereAre: (types: string) => `可选：${types}`,
    didYouMean: (type: string) => `您是指 ${type} 吗？`,
    noPublicUrl: '这不能作为公开地址',
    anAddress: (placeholder: string, rule: string) =>
      `请填写 https:// 开头、不带路径和参数的地址，例如 ${placeholder}；原因见 sso-kit explain ${rule}`,
    neither: (text: string) => `“${text}”两者都不是`,
    answers: '请回答 y 或 n（是或否）',
    nothing: '没有写入任何内容',
    wrote: (files: readonly string[]) => `已写入 ${files.join('、')}`,
    made: (folder: string) => `已新建目录 ${folder}`,
    added: (file: string, lines: readonly string[]) => `已在 ${file} 末尾加上：${lines.join(' ')}`,
    replace: (file: string) => `\n用它替换 ${file}？[y/N]：`,
    note: '说明：',
    toFillIn: '仍需填写',
    file: '文件中引用的文件',
    next: '接下来',
    install: '配置文件所用的 strategy',
    urls: '按改过的文件重新列出下面的内容',
    validate: '每次修改后检查文件',
    secrets: '连同密钥一起检查：.env 就是填好的 .env.example',
    sandbox: '用模拟的厂商试运行',
    ci: '在流水线里检查每次修改；也可以是 gitlab',
    consoles: '在控制台填写的内容，以及要取回的内容 (←)',
    consolesLater: '填好 publicUrl 之后在控制台填写的内容，以及要取回的内容 (←)',
  },
} as const satisfies Record<Language, Record<string, string | ((...words: never[]) => string)>>

/** What becomes of AList's settings that have no place in the file, or another one. */
export const remarks = {
  en: {
    noSource: 'AList has no such platform: what this means is not known',
    noClientId: 'this is no client id',
    noAddress: 'this is no https address',
    noScopes: 'these are no scopes',
    ownScopes: 'not taken over: this type of source asks for what it needs',
    noName: (key: string) => `this is no ${key}`,
    noFolder: 'this cannot be a base directory here, so auto-registration is off: choose baseDir first',
    folder: (path: string) => `written as ${path}`,
    usernameKey:
      'this has no key here: people are known by "sub", which never changes, and called by "preferred_username"',
    refused: (_rule: string, message: string, help: string) => `${message}; ${help}`,
    noSum: 'this is no permission sum of AList',
    otherBits: (bits: string) =>
      `taken as AList's: ${bits}; if it was OpenList, write permissionProfile: openlist and its names`,
    and: ', ',
    bit: (value: string, alist: string, openlist: string) => `${value} is ${alist}, in OpenList ${openlist}`,
    ldap: 'the sign-in by LDAP of AList itself is not taken over: sso-kit init --source ldap has a source for it',
    role: 'AList gave new users this role; here autoRegister.permissions and grants say what they may do',
    registering: 'anybody could make an account in AList; here nobody can who is in no source',
    certificate:
      'AList never read it, and it was not copied: Casdoor signs with it, and certificate says where it is',
    compatibility: "see callbacks.alist, which answers at AList's own addresses",
    secret: 'The client secret was not copied',
    secretGoes: 'The client secret was not copied: put it where clientSecret points',
    allow: 'AList let everybody of that platform in. Here allow says who: replace its placeholder.',
    tenant:
      'AList let everybody with a Microsoft account in (common). Here tenant says whose people: replace its placeholder.',
    members:
      'AList let everybody of that platform in. Here only members of the organisation come in: see membership.',
    accounts:
      "AList's accounts are not taken over: people bind or get an account here at their first sign-in.",
  },
  zh: {
    noSource: 'AList 没有这种平台，其含义不明',
    noClientId: '这不是客户端 ID',
    noAddress: '这不是 https 地址',
    noScopes: '这些不是 scope',
    ownScopes: '没有迁移：这种来源会请求它所需要的 scope',
    noName: (key: string) => `这不能作为 ${key}`,
    noFolder: '这在此处不能作为根目录，因此未开启自动注册：请先填写 baseDir',
    folder: (path: string) => `写作 ${path}`,
    usernameKey: '此处没有对应的键：人由不变的 "sub" 识别，用户名取自 "preferred_username"',
    refused: (rule: string) => `不能这样填写，已换成占位的值；原因见 sso-kit explain ${rule}`,
    noSum: '这不是 AList 的权限值',
    otherBits: (bits: string) =>
      `按 AList 理解：${bits}；如果原来是 OpenList，请写 permissionProfile: openlist 并用它的名称`,
    and: '，',
    bit: (value: string, alist: string, openlist: string) =>
      `${value} 是 ${alist}，在 OpenList 里是 ${openlist}`,
    ldap: 'AList 自己的 LDAP 登录没有迁移：sso-kit init --source ldap 有相应的来源',
    role: 'AList 给新用户这个角色；这里由 autoRegister.permissions 和 grants 决定他们能做什么',
    registering: '任何人都能在 AList 里注册账号；这里不属于任何来源的人不能',
    certificate: 'AList 从不读取它，因此没有复制：Casdoor 用它签名，certificate 说明它在哪里',
    compatibility: '见 callbacks.alist，它在 AList 自己的地址上应答',
    secret: '客户端密钥没有复制',
    secretGoes: '客户端密钥没有复制：请放到 clientSecret 所指之处',
    allow: 'AList 允许该平台的所有人登录。这里由 allow 决定是谁：请替换其中的占位值。',
    tenant: 'AList 允许所有 Microsoft 账号登录 (common)。这里由 tenant 决定是哪个组织：请替换其中的占位值。',
    members: 'AList 允许该平台的所有人登录。这里只有组织的成员可以登录：见 membership。',
    accounts: 'AList 的账号没有迁移：人们首次登录时在这里绑定或获得账号。',
  },
} as const satisfies Record<
  Language,
  Record<string, string | ((...words: [string, string, string]) => string)>
>

export type Remarks = (typeof remarks)[Language]
