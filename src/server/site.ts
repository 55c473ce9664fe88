import type { Context } from './context.ts'
import type { Cookies } from './cookies.ts'
import type { Organizations } from './organizations.ts'
import type { SessionKeeper } from './sessions.ts'

/** The context with what the app makes of it. */
export interface Site extends Context {
  cookies: Cookies
  sessions: SessionKeeper
  organizations: Organizations
}
