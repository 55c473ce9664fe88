import { SsoError } from '../errors.ts'
import { commonPasswords } from './common-passwords.ts'

/** OWASP Password Storage and ASVS appendix C: argon2id (the library's default), 46 MiB, one pass, one lane. */
const cost = { memoryCost: 47104, timeCost: 1, parallelism: 1 }

const shortest = 12
/** In bytes: more only feeds the hash. */
const longest = 1024

export type PasswordFault = 'short' | 'long' | 'common' | 'name'

/** NIST SP 800-63B: length and a list of the usual, no rules of composition. */
export function passwordFault(password: string, username: string): PasswordFault | undefined {
  if ([...password].length < shortest) return 'short'
  if (Buffer.byteLength(password) > longest) return 'long'
  const folded = password.normalize('NFKC').toLowerCase()
  if (commonPasswords.has(folded) || new Set(folded).size < 4) return 'common'
  if (username.length >= 4 && folded.replaceAll(username.toLowerCase(), '').length < 6) return 'name'
  return undefined
}

export const hashPassword = (password: string): Promise<string> =>
  queued(async () => (await argon2()).hash(password.normalize('NFC'), cost))

/** Native code, loaded by the first password. */
const argon2 = () => import('@node-rs/argon2')

/**
 * True if the record is of this password. Without a record the same work is done on a made-up one, so that unknown
 * names take as long as known ones.
 */
export async function passwordMatches(record: string | null, password: string): Promise<boolean> {
  if (Buffer.byteLength(password) > longest) return false
  const against = record ?? (await decoy())
  const matches = await queued(async () => (await argon2()).verify(against, password.normalize('NFC')))
  return record !== null && matches
}

let madeUp: Promise<string> | undefined
function decoy(): Promise<string> {
  madeUp ??= hashPassword('a record that no password has, for names that nobody has')
  return madeUp
}

/** Four at a time: 46 MiB each, and the thread pool is shared with everything else. */
const lanes = 4
const longestQueue = 100
let running = 0
const waiting: (() => void)[] = []

async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= longestQueue)
    throw new SsoError('too_many_requests', { cause: 'the queue for hashing is full' })
  if (running >= lanes) await new Promise<void>(resolve => waiting.push(resolve))
  else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
