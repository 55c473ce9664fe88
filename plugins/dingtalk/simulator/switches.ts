/** Permission points (§4.8); the two `field…` ones are named so by us, their real codes are not known. */
export type Permission =
  | 'Contact.User.Read'
  | 'Contact.User.mobile'
  | 'Contact.Common.Read'
  | 'fieldMobile'
  | 'fieldEmail'
  | 'qyapi_base'
  | 'qyapi_get_department_list'
  | 'qyapi_get_department_member'
  | 'qyapi_get_member'
  | 'qyapi_get_member_by_mobile'

/** A part of the organisation (§4.6): these departments with everything below them, and these people. */
export interface Scope {
  departments: readonly number[]
  users: readonly string[]
}

/** What a test changes about this DingTalk. As it begins, all is granted and nothing is out of order. */
export interface Switches {
  /** What the administrator has not granted to the app. */
  readonly withheld: Set<Permission>
  scope: 'all' | Scope
  /** People whom only a caller sees that asks for restricted ones too (§4.2, `contain_access_limit`). */
  readonly restricted: Set<string>
  /** The address that calls come from, where the console does not list it (§4.9, 60020). */
  unlistedIp: string | undefined
  /** The address has called too often and is shut out for a while; the answer has no errcode (§4.9). */
  banned: 'no' | 'json' | 'html'
  /**
   * Calls a second that an app may make to one API: 20, or 60 with a paid pack (§4.9). As it begins there is no limit: on
   * a clock that stands still a second never ends.
   */
  callsPerSecond: number
  /** Every n-th call of the old API is answered with -1 (§0.2); 0: never. */
  busyEvery: number
  /** Both families of events are in circulation, and it is not known which an app gets (§5.5, §12.5). */
  family: 'A' | 'B'
  /** Under which name the signature comes; it is not known whether under both (§5.1). */
  signedAs: readonly ('signature' | 'msg_signature')[]
  /** Everything is sent twice, whatever the answer (§5.5). */
  duplicates: boolean
  /** What is due goes out the last first: nobody promises an order (§5.5). */
  reversed: boolean
}

export function allInOrder(): Switches {
  return {
    withheld: new Set(),
    scope: 'all',
    restricted: new Set(),
    unlistedIp: undefined,
    banned: 'no',
    callsPerSecond: Number.POSITIVE_INFINITY,
    busyEvery: 0,
    family: 'B',
    signedAs: ['signature', 'msg_signature'],
    duplicates: false,
    reversed: false,
  }
}
