import type { Words } from '../plugin.ts'

/** What a first file says of an app: placeholders of the right form, secrets as references, and who may enter. */
export interface AppStarter {
  readonly id: string
  readonly name: Words
  /** All other keys as the file has them. */
  readonly keys: Readonly<Record<string, unknown>>
  /** What stands beside some of them. */
  readonly words: Readonly<Record<string, Words>>
  /** What names people where they choose what they are called, and others could choose the same. */
  readonly notChosen?: Readonly<Record<string, string>>
}

const secret: Words = {
  en: 'a random value, here and at the app',
  zh: '一个随机值，这里和应用里相同',
}

/** By type. */
export const appStarters: Readonly<Record<string, AppStarter>> = {
  'alibaba-cloud': {
    id: 'aliyun',
    name: { en: 'Alibaba Cloud', zh: '阿里云' },
    keys: {
      site: 'china',
      sso: 'role',
      accountId: '0000000000000000',
      roles: [{ role: 'your-company-role' }],
      allow: 'everyone',
    },
    words: {
      site: {
        en: 'china (aliyun.com) or international (alibabacloud.com)',
        zh: 'china (aliyun.com) 或 international (alibabacloud.com)',
      },
      sso: { en: 'role, user or cloudsso', zh: 'role（角色）、user（RAM 用户）或 cloudsso' },
      accountId: { en: 'Account ID', zh: '账号 ID（主账号）' },
      roles: {
        en: 'RAM roles; with when: { group: … } beside it not for all',
        zh: 'RAM 角色；旁边加上 when: { group: … } 就不是人人都有',
      },
      allow: { en: 'of a cloud better { groups: […] }', zh: '云账号最好写 { groups: […] }' },
    },
    notChosen: { sessionName: '{id}' },
  },
  alist: {
    id: 'files',
    name: { en: 'Files', zh: '网盘' },
    keys: {
      url: 'https://files.your-company.example',
      clientSecret: { env: 'FILES_CLIENT_SECRET' },
      allow: 'everyone',
    },
    words: {
      url: { en: 'where people open AList or OpenList', zh: '人们打开 AList 或 OpenList 的地址' },
      clientSecret: secret,
    },
  },
  'forward-auth': {
    id: 'intranet',
    name: { en: 'Intranet', zh: '内网' },
    keys: { hosts: ['intranet.your-company.example'], allow: 'everyone' },
    words: { hosts: { en: 'host names behind your proxy', zh: '代理后面的主机名' } },
  },
  link: {
    id: 'mail',
    name: { en: 'Mail', zh: '邮箱' },
    keys: { url: 'https://mail.your-company.example', allow: 'everyone' },
    words: { url: { en: 'it has a sign-in of its own', zh: '它有自己的登录' } },
  },
  oidc: {
    id: 'wiki',
    name: { en: 'Wiki', zh: '知识库' },
    keys: {
      clientSecret: { env: 'WIKI_CLIENT_SECRET' },
      redirectUris: ['https://wiki.your-company.example/callback'],
      launchUrl: 'https://wiki.your-company.example/login',
      allow: 'everyone',
    },
    words: {
      clientSecret: secret,
      redirectUris: { en: 'as the app has them, to the letter', zh: '与应用里的逐字相同' },
      launchUrl: { en: 'where the portal leads', zh: '门户里的链接通向这里' },
    },
  },
  saml: {
    id: 'grafana',
    name: { en: 'Grafana', zh: 'Grafana' },
    keys: {
      entityId: 'https://grafana.your-company.example/saml/metadata',
      acsUrl: 'https://grafana.your-company.example/saml/acs',
      launchUrl: 'https://grafana.your-company.example/login/saml',
      nameId: 'username',
      allow: 'everyone',
    },
    words: {
      entityId: { en: "the app's Entity ID", zh: '应用的 Entity ID（实体 ID）' },
      acsUrl: { en: "the app's ACS address", zh: '应用的 ACS 地址（断言消费服务）' },
      launchUrl: {
        en: 'where the portal leads, and the app sends its request',
        zh: '门户里的链接通向这里，应用在那里发出请求',
      },
      nameId: { en: 'username, email or persistent', zh: 'username、email 或 persistent' },
    },
    notChosen: { nameId: 'persistent' },
  },
}
