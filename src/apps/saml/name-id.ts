import { createHmac } from 'node:crypto'
import { type Statement, unnamed, type Who } from './app.ts'
import { nameIdFormats } from './names.ts'

/**
 * Core §8.3.7: for one app and one account always the same, and nothing that two apps could compare or anybody could
 * trace back: a keyed digest of the two.
 */
export const persistentName = (key: Buffer, entityId: string, accountId: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['saml name', entityId, accountId]))
    .digest('base64url')

/** What `nameId` of the file stands for. */
export function nameIdOf(kind: string, entityId: string, who: Who): Statement['nameId'] {
  const { account } = who.person
  if (kind === 'email') return { format: nameIdFormats.email, value: ownEmail(who) }
  // unique among accounts, whatever letters it is written in
  if (kind === 'username') return { format: nameIdFormats.unspecified, value: account.username }
  return { format: nameIdFormats.persistent, value: persistentName(who.namesKey, entityId, account.id) }
}

/** An address that names this person and nobody else. */
export function ownEmail(who: Who): string {
  const { email } = who
  if (email === undefined) throw unnamed(who, 'no e-mail address that a source answers for')
  if (!email.isTheirs) throw unnamed(who, 'another account has the same e-mail address')
  return email.value
}
