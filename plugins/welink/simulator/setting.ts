import type { Code } from './errors.ts'

/** 接口权限 in the words of the console (§4.5). The last one's real name is not public: it is made up. */
export const permissions = ['用户登录信息', '用户详细信息', '租户详细信息', '部门信息'] as const

export type Permission = (typeof permissions)[number]

/** What the tenant's administrators decide, and what the facts leave open. */
export interface Setting {
  /** What the published version of the app may call. Tokens keep what they were issued with (§4.5). */
  permissions: Set<Permission>
  /** The address-book permission scope: department codes, each with everything below it (§4). */
  addressBook: 'all' | readonly string[]
  /** 应用管理后台地址, the only redirect URI there is (§3.1). Unknown: any without a query will do. */
  backendAddress: string | undefined
  /** Enterprise administrators, by the id in the made-up organisation. */
  admins: Set<string>
  /** 1 not opened, 2 opening, 3 opened, 4 closed; who is not listed is 3 (§4.4). */
  userStatus: Map<string, 1 | 2 | 3 | 4>
  /** People who typed a wrong password too often (60009, §3.3). */
  lockedOut: Set<string>
  /** Seconds that an app token lives (§1: dynamic). */
  expiresIn: number
  /** Whether a new app token ends the one before. Not known; presumably it does not (§1). */
  oneTokenAtATime: boolean
  /** Above it: 48503. No quota is published (§1.1). */
  callsPerSecond: number
  /** `"0"` or `0`, `"3"` or `3`: both have been seen (§0.8). */
  numbersAs: 'string' | 'number'
  /** §4.1: integrators saw a constant 1, and 0 where another page exists. */
  hasMore: 'always 1' | 'inverted' | 'normal'
  /** Whether 401, 403, 404, 500 and 501 are HTTP statuses too. Not known (§1.1). */
  gatewayStatus: boolean
  /**
   * Paths that answer with an error whatever is asked: `/contact/v2/user/detail` → 500, or with a page of the gateway in
   * place of JSON (§10).
   */
  failing: Map<string, Code | 'page'>
}

export function usualSetting(): Setting {
  return {
    permissions: new Set(permissions),
    addressBook: 'all',
    backendAddress: undefined,
    admins: new Set(['fangyuan']),
    userStatus: new Map(),
    lockedOut: new Set(),
    expiresIn: 7200,
    oneTokenAtATime: false,
    callsPerSecond: Number.POSITIVE_INFINITY,
    numbersAs: 'string',
    hasMore: 'always 1',
    gatewayStatus: false,
    failing: new Map(),
  }
}
