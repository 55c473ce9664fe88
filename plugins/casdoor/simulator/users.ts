import { createHash } from 'node:crypto'

/** What one user differs in from the next. */
export interface Seed {
  owner: string
  name: string
  id: string
  displayName: string
  email?: string
  emailVerified?: boolean
  /** As people write it at home. */
  phone?: string
  title?: string
  groups?: string[]
  isAdmin?: boolean
  isForbidden?: boolean
  isDeleted?: boolean
  signupApplication: string
}

export type User = ReturnType<typeof userRecord>

/**
 * A user as Casdoor keeps it (§8.3), with the fields that nobody should see (§5): of all the secrets here it hides
 * `password` and no other.
 */
export function userRecord(seed: Seed) {
  const { owner, name, email = '', phone = '', title = '', isDeleted = false } = seed
  const own = (kind: string) => digest(`${kind} of ${owner}/${name}`)
  return {
    emailVerified: false,
    groups: [] as string[],
    isAdmin: false,
    isForbidden: false,
    ...seed,
    email,
    phone,
    title,
    isDeleted,
    ...empty(
      'externalId firstName lastName permanentAvatar affiliation idCardType homepage bio tag region gender',
      'birthday education dingtalk wecom wechat lark github google qq facebook weibo gitee linkedin gitlab adfs baidu',
      'alipay casdoor infoflow apple azuread slack steam bilibili okta douyin custom ldap preferredMfaType',
    ),
    createdTime,
    updatedTime: createdTime,
    deletedTime: isDeleted ? '2026-06-01T09:00:00Z' : '',
    type: 'normal-user',
    password: passwordOf({ name }),
    passwordSalt: own('salt').slice(0, 20),
    passwordType: 'bcrypt',
    avatar: `https://cdn.example.com/avatars/${name}.png`,
    avatarType: '',
    countryCode: 'CN',
    location: '',
    address: [] as string[],
    idCard: `11010119900101${own('id card').replace(/\D/g, '').slice(0, 4)}`,
    language: 'zh',
    score: 2000,
    karma: 0,
    ranking: 1,
    isDefaultAvatar: false,
    isOnline: false,
    hash: own('hash'),
    preHash: own('hash before'),
    accessKey: '',
    accessSecret: '',
    accessToken: '',
    originalToken: own('token of the upstream provider'),
    createdIp: '203.0.113.7',
    lastSigninTime: createdTime,
    lastSigninIp: '203.0.113.8',
    properties: { no: '1' },
    totpSecret: own('TOTP')
      .toUpperCase()
      .replace(/[^A-Z2-7]/g, '')
      .slice(0, 32),
    recoveryCodes: [own('recovery')],
    mfaPhoneEnabled: false,
    mfaEmailEnabled: false,
    multiFactorAuths: null,
    managedAccounts: [
      {
        application: 'app-built-in',
        username: name,
        password: own('managed password'),
        signinUrl: 'https://door.example.com/login',
      },
    ],
    signinWrongTimes: 0,
    lastSigninWrongTime: '',
  }
}

/** What people type at the sign-in page; nobody chose it, so nobody's is in here. */
export const passwordOf = ({ name }: { name: string }): string => `${name}-pw-1`

/** §1: a UUID, and the `sub` of every token. */
export function subjectOf(person: { id: string }): string {
  const hex = digest(`subject ${person.id}`)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return [...parts, hex.slice(20, 32)].join('-')
}

export const idOf = ({ owner, name }: { owner: string; name: string }): string => `${owner}/${name}`

const createdTime = '2026-01-05T08:30:00Z'

const empty = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap(line => line.split(' ')).map(name => [name, '']))

const digest = (text: string): string => createHash('sha256').update(`casdoor ${text}`).digest('hex')
