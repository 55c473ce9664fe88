/**
 * What can go wrong with a request, as one table: the code is stable, the status is what the browser gets,
 * and the sentence a person reads is looked up by code in `server/text`. Each code has a page in `docs/errors`.
 */
export const errors = {
  // what the browser brought
  request_invalid: 400,
  state_invalid: 400,
  host_unknown: 400,
  not_found: 404,
  method_not_allowed: 405,
  form_expired: 403,
  too_many_requests: 429,
  // the source
  source_unknown: 404,
  source_closed: 403,
  source_denied: 403,
  source_unreachable: 502,
  source_reply_invalid: 502,
  source_refused: 502,
  // the person
  not_member: 403,
  not_allowed: 403,
  account_disabled: 403,
  registration_off: 403,
  registration_limit: 429,
  username_taken: 403,
  identity_unbound: 403,
  identity_taken: 409,
  identity_conflict: 409,
  source_already_bound: 409,
  last_credential: 409,
  last_administrator: 409,
  source_followed: 409,
  credentials_wrong: 401,
  sign_in_again: 401,
  // the app
  app_refused: 403,
  app_closed: 403,
  app_user_missing: 403,
  app_unreachable: 502,
  app_no_start: 404,
  app_unknown: 400,
  app_request_invalid: 400,
  saml_request_invalid: 400,
  password_weak: 422,
  // ourselves
  store_unavailable: 503,
  internal: 500,
} as const

export type ErrorCode = keyof typeof errors

/** The part of a sign-in that failed: the first thing an administrator asks. */
export type Step = 'start' | 'return' | 'exchange' | 'profile' | 'account'

/** A list of an app's `allow`, as the file has it. */
export interface Lacking {
  readonly key: 'groups' | 'departments' | 'sources'
  readonly wanted: readonly string[]
}

export interface SsoErrorDetail {
  /** The source's id. */
  source?: string | undefined
  /** The app's id. */
  app?: string | undefined
  /** The id of the account that is refused, for the audit log. */
  account?: string | undefined
  /** The lists of the app's `allow` in which the person has nothing: the page says them to who is signed in. */
  lacking?: readonly Lacking[] | undefined
  /** There where no user of the app can be called what they would be: the page says that too. */
  userName?: 'unfit' | undefined
  step?: Step | undefined
  /** What only the log may show. */
  cause?: unknown
  /** The vendor's own error code, for the log. */
  vendorCode?: string | undefined
  /** Whom it is about, for the log: what the vendor calls the person, and the subject. */
  who?: string | undefined
  /** When it is worth another try, in seconds. */
  retryAfterS?: number | undefined
}

/** On every SsoError, also one of another copy of this package: a plugin may have brought its own. */
const mark: unique symbol = Symbol.for('sso-kit.SsoError')

/** A request that ends with a page or a status. The page shows the code's sentence, the log shows the rest. */
export class SsoError extends Error {
  readonly [mark] = true
  override readonly name = 'SsoError'
  readonly code: ErrorCode
  readonly source: string | undefined
  readonly app: string | undefined
  readonly account: string | undefined
  readonly lacking: readonly Lacking[]
  readonly userName: 'unfit' | undefined
  readonly step: Step | undefined
  readonly vendorCode: string | undefined
  readonly who: string | undefined
  readonly retryAfterS: number | undefined

  constructor(code: ErrorCode, detail: SsoErrorDetail = {}) {
    super(code, { cause: detail.cause })
    this.code = code
    this.source = detail.source
    this.app = detail.app
    this.account = detail.account
    this.lacking = detail.lacking ?? []
    this.userName = detail.userName
    this.step = detail.step
    this.vendorCode = detail.vendorCode
    this.who = detail.who
    this.retryAfterS = detail.retryAfterS
  }

  static override [Symbol.hasInstance](value: unknown): value is SsoError {
    return value instanceof Error && mark in value
  }

  /** The same error with what its thrower did not know; what it did know stays. */
  completed({ source, step, who }: Pick<SsoErrorDetail, 'source' | 'step' | 'who'>): SsoError {
    const { app, account, lacking, userName, cause, vendorCode, retryAfterS } = this
    const known = { source: this.source ?? source, step: this.step ?? step, who: this.who ?? who, vendorCode }
    return new SsoError(this.code, { app, account, lacking, userName, cause, retryAfterS, ...known })
  }

  get status(): number {
    return errors[this.code]
  }
}

/**
 * A command that could not answer: one line for the person at the terminal, exit code 2, no stack trace.
 * `message` says what and why, `help` what to do.
 */
export class Halt extends Error {
  override readonly name = 'Halt'
  readonly help: string | undefined

  constructor(message: string, help?: string, cause?: unknown) {
    super(message, { cause })
    this.help = help
  }
}
