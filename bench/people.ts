import { randomBytes } from 'node:crypto'
import { sha256 } from '../src/hash.ts'
import { openStorage } from '../src/storage/open.ts'

/** Somebody as they are after a sign-in: the value of their cookie, and the id of their session. */
export interface SignedIn {
  token: string
  sessionId: string
}

/** So many people with an account and a session each, in the database of this folder. */
export async function people(folder: string, number: number): Promise<SignedIn[]> {
  const storage = await openStorage('sqlite:./sso.db', folder)
  const now = Date.now()
  const made: SignedIn[] = []
  await storage.atomically(async all => {
    for (let n = 0; n < number; n += 1) {
      const account = {
        ...{
          id: `a${n}`,
          username: `u${n}`,
          usernameKey: `u${n}`,
          displayName: '张伟',
          email: `u${n}@example.com`,
        },
        ...{ phone: null, role: 'general' as const, givenPermission: 0, givenBaseDir: '/', disabled: false },
        ...{ createdAt: now, lastSignInAt: now },
      }
      await all.accounts.insert(account)
      await all.bindings.insert({
        ...{
          source: 'local',
          issuer: 'local',
          subject: account.id,
          directoryId: null,
          accountId: account.id,
        },
        ...{ label: null, password: null, boundAt: now, told: null, goneAt: null },
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
      const [token, sessionId] = [randomBytes(32).toString('base64url'), randomBytes(16).toString('hex')]
      await all.sessions.insert({
        ...{ id: sessionId, hash: sha256(token), accountId: account.id, source: 'local' },
        ...{
          createdAt: now,
          provedAt: now,
          seenAt: now,
          endsAt: now + 8 * 3_600_000,
          address: '',
          userAgent: '',
        },
      })
      made.push({ token, sessionId })
    }
  })
  await storage.close()
  return made
}
