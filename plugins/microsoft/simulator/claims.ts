import type { JWTPayload } from 'jose'
import { type Account, subjectOf } from './people.ts'
import { isGuid } from './tenants.ts'

/** What an app is told about an account: who it is always, the rest by scope (§5.7). */
export function claimsOf(
  account: Account,
  scopes: readonly string[],
  app: { clientId: string; tenant: string },
): JWTPayload {
  const { person, tid, oid, username, mail, isMailOwned, userType, home } = account
  // §5.7: apps of several tenants get no address that is only somebody's word; those of one tenant still may
  const isMailTold = mail !== '' && (isMailOwned || isGuid(app.tenant))
  return {
    sub: subjectOf(account, app.clientId),
    tid,
    // where a guest has signed in; people of the tenant itself have none
    ...(userType === 'Guest' && home && { idp: `https://sts.windows.net/${home.tid}/` }),
    ...(scopes.includes('profile') && { name: person.name, preferred_username: username, oid }),
    ...(scopes.includes('email') && isMailTold && { email: mail }),
    ...(mail !== '' && { xms_edov: isMailOwned }),
  }
}
