import { AsyncResource } from 'node:async_hooks'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { SsoError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import type { Shared } from '../storage/shared.ts'

/** Counts per minute and source address, per account, per source. Each throws when there were too many. */
export interface Limits {
  /** Starts and callbacks of sign-ins. */
  signIn(address: string): Promise<void>
  /**
   * Before a password is checked: the try counts as a wrong one until `passed` forgets them all, or `unanswered` takes
   * this one back because nobody could say whether it was right.
   */
  password(
    address: string,
    account: string,
  ): Promise<{ passed(): Promise<void>; unanswered(): Promise<void> }>
  registration(source: string): Promise<void>
  /**
   * Whether one more refusal at a source is written down: strangers must not fill the database. Wrong passwords count apart,
   * for they take nobody to whom the source answers: a flood of them hides no refusal of a person.
   */
  refusal(source: string, of: 'person' | 'password'): Promise<boolean>
  /** Ways into apps: each leaves a row or two, and whoever is signed in can ask for as many as they like. */
  entry(account: string): Promise<void>
  /** The administrators' pages and API. */
  admin(address: string): Promise<void>
  /** An event that its source has not sent. */
  badEvent(address: string): Promise<void>
  /**
   * Before anybody is told of the organisation they named. Names of none count, and who has used those up is told of
   * those that there are no more either: ids can be guessed. What browsers remember counts apart from what people say.
   */
  organization(by: 'named' | 'remembered', address: string, isThere: boolean): Promise<void>
  /**
   * Before an app's request for tokens is answered, and with the status afterwards. Those that got nothing count, and
   * those that could not say who they are, per app and address: a whole company signs in through one server of an app.
   */
  client(address: string, client: string): Promise<{ answered(status: number): Promise<void> }>
}

const signInsAMinute = 60
const entriesAMinute = 120
const adminsAMinute = 60
const passwordsAMinute = 20
const registrationsAMinute = 60
const refusalsAMinute = 120
const badEventsAMinute = 30
const unknownOrganizationsAMinute = 60
const vainTokenRequestsAMinute = 120
const wrongClientSecretsAMinute = 10
/** Wrong passwords within fifteen minutes before tries are held up, and for how long then: doubling, never for good. */
const freeFailures = 5
const firstPauseS = 30
const longestPauseS = 900

const nobodysRequest = new AsyncResource('limits')

/** Its timers would keep the request that began a count, and all that hangs on it, for as long as the count lasts. */
class Counter extends RateLimiterMemory {
  override consume(...what: Parameters<RateLimiterMemory['consume']>): Promise<RateLimiterRes> {
    return nobodysRequest.runInAsyncScope(() => super.consume(...what))
  }
}

const inMemory: Shared['counter'] = options => new Counter(options)

/** `counter` makes what is counted in: shared by all servers of one database, or else in the memory of this one. */
export function createLimits(counter: Shared['counter'] = inMemory): Limits {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    counter({ keyPrefix, points, duration })
  const signIns = limiter('sign-in', signInsAMinute, 60)
  const entries = limiter('entry', entriesAMinute, 60)
  const admins = limiter('admin', adminsAMinute, 60)
  const passwords = limiter('password', passwordsAMinute, 60)
  const registrations = limiter('registration', registrationsAMinute, 60)
  const refusals = limiter('refusal', refusalsAMinute, 60)
  const badEvents = limiter('bad-event', badEventsAMinute, 60)
  const organizations = limiter('organization', unknownOrganizationsAMinute, 60)
  const vainRequests = limiter('token', vainTokenRequestsAMinute, 60)
  const wrongSecrets = limiter('client', wrongClientSecretsAMinute, 60)
  const failures = limiter('failure', Number.MAX_SAFE_INTEGER, longestPauseS)
  const pauses = limiter('pause', 1, longestPauseS)

  /** A try that begins a pause is the last before it ends; false where one is under way. */
  const beginPause = (account: string, over: number): Promise<boolean> =>
    pauses.consume(account, 1, { customDuration: Math.min(firstPauseS * 2 ** over, longestPauseS) }).then(
      () => true,
      (refusal: unknown) => {
        refused(refusal)
        return false
      },
    )

  return {
    signIn: address => spend(signIns, network(address), 'too_many_requests'),
    entry: account => spend(entries, account, 'too_many_requests'),
    admin: address => spend(admins, network(address), 'too_many_requests'),
    badEvent: address => spend(badEvents, network(address), 'too_many_requests'),
    registration: source => spend(registrations, source, 'registration_limit'),
    refusal: (source, of) =>
      refusals.consume(`${source} ${of}`).then(
        () => true,
        (refusal: unknown) => {
          refused(refusal)
          return false
        },
      ),
    async organization(by, address, isThere) {
      const key = `${by} ${network(address)}`
      await look(organizations, key)
      if (!isThere) await spend(organizations, key, 'too_many_requests')
    },
    async client(address, client) {
      const from = network(address)
      const spoken = `${from} ${sha256(client)}`
      await Promise.all([look(vainRequests, from), look(wrongSecrets, spoken)])
      return {
        async answered(status) {
          if (status >= 400 && status < 500) await note(vainRequests, from)
          if (status === 401) await note(wrongSecrets, spoken)
        },
      }
    },
    async password(address, name) {
      // names are as long as anyone likes
      const account = sha256(name)
      await spend(passwords, network(address), 'too_many_requests')
      // counted now and not after the hash: tries that come all at once must not each see the count from before
      const { consumedPoints } = await failures.consume(account)
      const over = consumedPoints - freeFailures
      const isHeldUp = over < 0 ? (await pauses.get(account)) !== null : !(await beginPause(account, over))
      if (isHeldUp) {
        await failures.reward(account)
        const retryAfterS = seconds((await pauses.get(account))?.msBeforeNext)
        throw new SsoError('too_many_requests', { cause: 'paused after wrong passwords', retryAfterS })
      }
      return {
        async passed() {
          await Promise.all([failures.delete(account), pauses.delete(account)])
        },
        async unanswered() {
          await failures.reward(account)
          // the pause that this very try began
          if (over >= 0) await pauses.delete(account)
        },
      }
    },
  }
}

async function spend(
  limiter: RateLimiterAbstract,
  key: string,
  code: 'too_many_requests' | 'registration_limit',
): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    throw tooMany(code, limiter, refused(refusal))
  }
}

/** Throws where all is spent, and spends nothing. */
async function look(limiter: RateLimiterAbstract, key: string): Promise<void> {
  const used = await limiter.get(key)
  if (used !== null && used.remainingPoints <= 0) throw tooMany('too_many_requests', limiter, used)
}

/** Counts what has happened already: nobody is refused by it any more. */
async function note(limiter: RateLimiterAbstract, key: string): Promise<void> {
  await limiter.consume(key).catch(refused)
}

/** What a counter rejects with: its no, or a fault of the store, which is no answer. */
function refused(refusal: unknown): RateLimiterRes {
  if (refusal instanceof RateLimiterRes) return refusal
  throw refusal
}

const tooMany = (
  code: 'too_many_requests' | 'registration_limit',
  { points }: RateLimiterAbstract,
  { msBeforeNext }: { msBeforeNext?: number },
): SsoError =>
  new SsoError(code, { cause: `more than ${points} a minute`, retryAfterS: seconds(msBeforeNext) })

const seconds = (ms = 60_000): number => Math.max(1, Math.ceil(ms / 1000))

/** One household or server has a whole /64 of IPv6 addresses to choose from. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
