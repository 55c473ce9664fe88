import type { Request } from 'express'
import { type Person, personBehind } from '../../accounts/person.ts'
import { accessTo, type Decision } from '../../apps/access.ts'
import type { AppConfig } from '../../config/config.ts'
import { type Lacking, SsoError } from '../../errors.ts'
import type { Account } from '../../model.ts'
import { record } from '../record.ts'
import type { Site } from '../site.ts'
import type { OpenApp } from './apps.ts'

/**
 * Whoever is about to get something from an app's door, as they are now: `account` was read for this very request.
 * Throws `app_closed` or `app_refused`, and writes that down.
 */
export async function mayEnter(
  site: Site,
  request: Pick<Request, 'ip'>,
  { config }: OpenApp,
  account: Account,
): Promise<Person> {
  const person = await personBehind(account, site.storage, site.config)
  const decision = accessTo(config, person)
  if (decision.allowed) return person
  const lacking = lackingIn(decision)
  const about = { app: config.id, by: decision.by, lacking: inWords(lacking) }
  await record(site, { event: 'app-refused', accountId: account.id, address: request.ip, detail: about })
  throw refusalOf(config, account, decision)
}

/** A no as the page and the log tell it. */
export const refusalOf = (
  { id }: Pick<AppConfig, 'id'>,
  { username }: Pick<Account, 'username'>,
  decision: Decision & { allowed: false },
): SsoError => {
  const lacking = lackingIn(decision)
  return new SsoError(codes[decision.by], { app: id, who: username, lacking, cause: inWords(lacking) })
}

const codes = {
  'account-disabled': 'account_disabled',
  'app-closed': 'app_closed',
  lists: 'app_refused',
} as const

const lackingIn = ({ steps }: Decision): Lacking[] =>
  steps.filter(({ met }) => met === undefined).map(({ key, wanted }) => ({ key, wanted }))

/** `groups: developers, ops` of each list that nothing was found in. */
const inWords = (lacking: readonly Lacking[]): string =>
  lacking.map(({ key, wanted }) => `${key}: ${wanted.join(', ') || 'none'}`).join('; ')
