import type { Request, Response } from 'express'
import { mustStand } from '../accounts/standing.ts'
import { SsoError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import type { Account, Identity } from '../model.ts'
import type { SessionRecord } from '../storage/sessions.ts'
import type { Context } from './context.ts'
import type { Cookies } from './cookies.ts'

/** Somebody signed in: the account as it is now, and the session that says so. */
export interface SignedIn {
  account: Account
  session: SessionRecord
  /** The cookie's value; forms are tied to it. */
  token: string
}

/** The same, known by what the store has and not by the cookie. */
export type Held = Omit<SignedIn, 'token'>

const mostPerAccount = 10
/** How long a sign-in counts as proof for changes of what opens the account. */
export const freshMs = 600_000
/** A session is written at most this often, however much is clicked. */
export const touchEveryMs = 60_000

export interface SessionKeeper {
  /** Who the request is from; undefined for anyone unknown, idle, overdue or disabled. */
  of(request: Request): Promise<SignedIn | undefined>
  /** The living session of this hash, for a request that another site posts: no session cookie comes with it. */
  held(hash: string): Promise<Held | undefined>
  /** The living session of this id, for doors that hold something bound to it. */
  heldById(id: string): Promise<Held | undefined>
  /**
   * A new session, and a new cookie in any case. What the browser had before is over, but for a session of the same
   * person, idle or not: that one is proved anew, and what apps have of it goes on. Throws where what the source vouched for
   * holds no more: `account_disabled`, `sign_in_again`.
   */
  begin(
    request: Request,
    response: Response,
    by: { account: Account; source: string; identity: Identity },
  ): Promise<SessionRecord>
  /**
   * The same session under a new id, proved anew if a source has just vouched for the person again.
   * Throws `sign_in_again` where it has ended meanwhile.
   */
  renew(response: Response, held: Held, proved: boolean): Promise<void>
  end(response: Response, signedIn: SignedIn): Promise<void>
  isFresh(session: SessionRecord): boolean
  /** Bounds for "living" in the store. */
  alive(): { now: number; seenSince: number }
}

export function sessionKeeper(context: Context, cookies: Cookies): SessionKeeper {
  const { storage, config, now, random } = context
  const alive = () => ({ now: now(), seenSince: now() - config.session.idleMs })

  const newToken = () => random(32).toString('base64url')

  const living = async (session: SessionRecord | undefined): Promise<Held | undefined> => {
    const { now: at, seenSince } = alive()
    if (!session || session.endsAt <= at || session.seenAt <= seenSince) return undefined
    // the file has closed the way in that this session came by
    if (!config.sources.some(({ id, enabled }) => id === session.source && enabled)) return undefined
    const account = await storage.accounts.find(session.accountId)
    if (!account) return undefined
    // asked at every request, so that a leaver is out at the next one whoever disabled the account
    if (account.disabled) {
      await storage.shutOuts.remember(account.id)
      await storage.sessions.endAll(account.id)
      return undefined
    }
    if (at - session.seenAt >= touchEveryMs) await storage.sessions.touch(session.hash, at)
    return { account, session }
  }

  const held = async (hash: string) => living(await storage.sessions.find(hash))

  return {
    alive,
    held,
    heldById: async id => living(await storage.sessions.findById(id)),
    async of(request) {
      const token = cookies.read(request, 'sso_sid')
      const found = token === undefined ? undefined : await held(sha256(token))
      return found && token !== undefined ? { ...found, token } : undefined
    },
    async begin(request, response, { account, source, identity }) {
      cookies.clear(response, 'sso_flow')
      const cookie = cookies.read(request, 'sso_sid')
      const before = cookie === undefined ? undefined : await storage.sessions.find(sha256(cookie))
      const isSame = before?.accountId === account.id
      const [at, token] = [now(), newToken()]
      const session = {
        id: random(16).toString('hex'),
        hash: sha256(token),
        accountId: account.id,
        source,
        createdAt: at,
        provedAt: at,
        seenAt: at,
        endsAt: at + config.session.lifetimeMs,
        address: request.ip ?? '',
        userAgent: (request.get('user-agent') ?? '').slice(0, 256),
      }
      await storage.atomically(async store => {
        const { sessions } = store
        await mustStand(store, source, identity, account.id)
        if (before && !isSame) await sessions.end(before.hash)
        const kept = isSame && (await sessions.replace(before.hash, { ...session, id: before.id }))
        if (!kept) await sessions.insert(session)
        await sessions.trim(account.id, mostPerAccount)
      })
      cookies.set(response, 'sso_sid', token)
      return session
    },
    async renew(response, { session }, proved) {
      const token = newToken()
      const at = now()
      const by = { ...session, hash: sha256(token), seenAt: at, provedAt: proved ? at : session.provedAt }
      // ended meanwhile from another browser: it must not come back under a new cookie
      const kept = await storage.atomically(store => store.sessions.replace(session.hash, by))
      if (!kept) throw new SsoError('sign_in_again')
      cookies.set(response, 'sso_sid', token)
    },
    async end(response, { session }) {
      await storage.sessions.end(session.hash)
      cookies.clear(response, 'sso_sid')
      cookies.clear(response, 'sso_flow')
    },
    isFresh: session => now() - session.provedAt < freshMs,
  }
}
