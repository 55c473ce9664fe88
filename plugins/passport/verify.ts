import { SsoError } from 'sso-kit/plugin'

type Done = (error: unknown, user?: unknown) => void

/**
 * The callback that a strategy calls with what it has found out: `(accessToken, refreshToken, profile, done)`,
 * `(issuer, profile, done)`, `(profile, done)` and others. Common to all is that the profile is the last object before
 * `done`. Strategies choose by the number of parameters; with none declared each takes its usual form.
 */
export function verify(...given: unknown[]): void {
  const at = given.findLastIndex(value => typeof value === 'function')
  const done = given[at] as Done
  const profile = given.slice(0, at).findLast(value => typeof value === 'object' && value !== null)
  if (profile === undefined || isRequest(profile)) done(checksNothing())
  else done(null, profile)
}

/** passport-custom and everything with `passReqToCallback`; Passport puts these on each request. */
const isRequest = (value: object) => 'logIn' in value && 'isAuthenticated' in value

/** With nothing but what the browser sent, believing it would let anybody in as anybody. */
const checksNothing = () =>
  new SsoError('internal', {
    step: 'profile',
    cause:
      'the strategy handed over no profile: it leaves the check to its application and cannot be a source',
  })
