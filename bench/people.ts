import { randomBytes } from 'node:crypto'
import { sha256 } from '../src/hash.ts'
import { openStorage } from '../src/storage/open.ts'
import type { Storage } from '../src/storage/storage.ts'

/** Somebody as they are after a sign-in: the value of their cookie, and the id of their session. */
export interface SignedIn {
  token: string
  sessionId: string
}

/** So many people with an account and a session each, in the database of this folder. */
export async function people(folder: string, number: number): Promise<SignedIn[]> {
  const storage = await openStorage('sqlite:./sso.db', folder)
  const made = await signedIn(storage, number, { source: 'local', issuer: 'local', sessions: 1 })
  await storage.close()
  return made.flat()
}

/** So many people of one source with an account and so many sessions each; the directory knows each as `u` and a number. */
export async function signedIn(
  storage: Storage,
  number: number,
  { source, issuer, sessions }: { source: string; issuer: string; sessions: number },
): Promise<SignedIn[][]> {
  const now = Date.now()
  const made: SignedIn[][] = []
  await storage.atomically(async all => {
    for (let n = 0; n < number; n += 1) {
      const displayName = '张伟'
      const account = {
        ...{ id: `a${n}`, username: `u${n}`, usernameKey: `u${n}`, displayName, email: `u${n}@example.com` },
        ...{ phone: null, role: 'general' as const, givenPermission: 0, givenBaseDir: '/', disabled: false },
        ...{ createdAt: now, lastSignInAt: now },
      }
      await all.accounts.insert(account)
      await all.bindings.insert({
        ...{ source, issuer, subject: account.id, accountId: account.id, directoryId: `u${n}` },
        ...{ label: null, password: null, boundAt: now, goneAt: null },
        told: { displayName, email: account.email, phone: null },
        facts: {
          departments: ['研发部'],
          groups: [],
          domain: null,
          email: null,
          title: null,
          attributes: {},
          public: false,
          directory: false,
        },
      })
      made.push([])
      for (let count = 0; count < sessions; count += 1) {
        const [token, sessionId] = [randomBytes(32).toString('base64url'), randomBytes(16).toString('hex')]
        await all.sessions.insert({
          ...{ id: sessionId, hash: sha256(token), accountId: account.id, source },
          ...{ createdAt: now + count, provedAt: now, seenAt: now, endsAt: now + 8 * 3_600_000 },
          ...{ address: '', userAgent: '' },
        })
        made.at(-1)?.push({ token, sessionId })
      }
    }
  })
  return made
}
