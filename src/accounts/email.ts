import type { Config } from '../config/config.ts'
import type { Storage } from '../storage/storage.ts'
import { addressOf } from './facts.ts'
import { type Person, personOf } from './person.ts'

/** An e-mail address that somebody answers for. */
export interface VouchedEmail {
  readonly value: string
  /** Nobody answers for it as another account's. Who merely claims it takes it from nobody. */
  readonly isTheirs: boolean
}

/**
 * Two addresses are one where only capital letters differ. Beyond ASCII each database and each app has its own idea of these,
 * and one address may be another's in the eyes of whoever reads it.
 */
const canBeCompared = (email: string): boolean => /^[\x20-\x7e]+$/.test(email)

/**
 * The address by which somebody may be named to others; undefined where nobody answers for it. What people write into
 * their own profile at a source answers for nothing: with it they could call themselves anybody. Those who do, each for
 * this very address: a source that says the person proved it, a directory of theirs whose organisation gave it to them,
 * and an administrator who set it.
 */
export function vouchedEmail({
  account,
  identities,
}: Pick<Person, 'account' | 'identities'>): string | undefined {
  const { email, manualEmail } = account
  if (email === null || !canBeCompared(email)) return undefined
  const address = addressOf(email)
  return email === manualEmail || identities.some(one => one.email === address) ? email : undefined
}

/** The same as {@link vouchedEmail}, held against all other accounts as they are in the store now. */
export async function emailOf(
  person: Person,
  storage: Storage,
  config: Pick<Config, 'sources' | 'grants'>,
): Promise<VouchedEmail | undefined> {
  const value = vouchedEmail(person)
  if (value === undefined) return undefined
  for (const other of await storage.accounts.withEmail(value)) {
    if (other.id === person.account.id) continue
    if (vouchedEmail(personOf(other, await storage.bindings.of(other.id), config)) !== undefined)
      return { value, isTheirs: false }
  }
  return { value, isTheirs: true }
}

/** Of all accounts there are, by their ids. */
export function emailsOf(people: readonly Person[]): ReadonlyMap<string, VouchedEmail> {
  const vouched = people.flatMap(person => {
    const value = vouchedEmail(person)
    return value === undefined ? [] : [{ id: person.account.id, value, key: value.toLowerCase() }]
  })
  const holders = new Map<string, number>()
  for (const { key } of vouched) holders.set(key, (holders.get(key) ?? 0) + 1)
  return new Map(vouched.map(({ id, value, key }) => [id, { value, isTheirs: holders.get(key) === 1 }]))
}
