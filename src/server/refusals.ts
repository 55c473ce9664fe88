import type { Request } from 'express'
import { usernameKey } from '../accounts/username.ts'
import { type ErrorCode, SsoError, type Step } from '../errors.ts'
import type { Identity } from '../model.ts'
import { named } from './named.ts'
import { record } from './record.ts'
import type { Site } from './site.ts'

/** A sign-in as far as it has come. */
interface Attempt {
  readonly source: string
  readonly step: Step
  /** Once the source has vouched for somebody. */
  readonly identity?: Identity
  /** Once it is known whose account they have. */
  readonly account?: string
  /** What else the audit line says of it. */
  readonly detail?: Record<string, unknown>
}

/** What a source may say of a person instead of vouching for them; its other faults are about itself. */
const ofPerson: ReadonlySet<ErrorCode> = new Set(['not_member', 'not_allowed', 'account_disabled'])

/** What a source vouches for. A no about the person is written down before it is thrown. */
export async function vouchedFor<T>(
  site: Site,
  request: Request,
  attempt: Pick<Attempt, 'source' | 'step'>,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask()
  } catch (thrown) {
    const refusal = named(thrown, attempt.source, attempt.step)
    if (ofPerson.has(refusal.code)) await writeDown(site, request, refusal, attempt)
    throw refusal
  }
}

/** The same once the source has vouched: every no is one about the person then. */
export async function orRefuse<T>(
  site: Site,
  request: Request,
  attempt: Attempt & { readonly identity: Identity },
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (thrown) {
    if (!(thrown instanceof SsoError)) throw thrown
    const { source, step, identity } = attempt
    const refusal = thrown.completed({ source, step, who: whoIs(identity) })
    await writeDown(site, request, refusal, attempt)
    throw refusal
  }
}

/**
 * A wrong password: whose account it was tried at, where there is one that this source knows. What was typed is not written,
 * for it may have been typed into the wrong field.
 */
export async function refusePassword(
  site: Site,
  request: Request,
  source: string,
  username: string,
): Promise<void> {
  const code = 'credentials_wrong'
  const account = await accountTried(site, source, username)
  site.log.info({ code, source, account, address: request.ip }, 'refused')
  await write(site, request, 'password', { source, accountId: account, detail: { code } })
}

/** At a directory the same name may be somebody else's: only an account that is bound to it counts. */
async function accountTried(
  { storage }: Site,
  source: string,
  username: string,
): Promise<string | undefined> {
  const account = await storage.accounts.findByUsername(usernameKey(username))
  // asked for nobody as well: whether a name exists must not be seen by how long the answer takes
  const bindings = await storage.bindings.of(account?.id ?? '')
  return bindings.some(binding => binding.source === source) ? account?.id : undefined
}

async function writeDown(
  site: Site,
  request: Request,
  refusal: SsoError,
  { source, identity, account, detail }: Attempt,
): Promise<void> {
  const { code } = refusal
  const who = refusal.who?.slice(0, 300)
  // it may have been refused for its very length
  const key = identity && {
    issuer: String(identity.issuer).slice(0, 512),
    subject: String(identity.subject).slice(0, 255),
  }
  await write(site, request, 'person', {
    source,
    accountId: refusal.account ?? account,
    detail: { ...detail, code, who, ...key },
  })
}

/** In a flood the log alone has all of them, and the table as many as are let in. */
async function write(
  site: Site,
  request: Request,
  of: 'person' | 'password',
  entry: { source: string; accountId?: string | undefined; detail: Record<string, unknown> },
): Promise<void> {
  if (await site.limits.refusal(entry.source, of))
    await record(site, { event: 'refused', address: request.ip, ...entry })
}

/** For the log and the audit: an administrator must be able to help somebody who was refused. */
const whoIs = ({ displayName, username, subject }: Identity): string =>
  `${displayName ?? username ?? 'unnamed'} (${subject})`
