import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { Halt } from '../errors.ts'
import type { Storage } from '../storage/storage.ts'
import type { FormKeys } from './form-keys.ts'

/** What answers to apps are signed with. */
export interface SigningKey {
  id: string
  /** As its maker wrote it: a private JWK, or a PEM with its certificate. */
  secret: string
  createdAt: number
  /** Until when its signatures have to be checkable; null while it signs. */
  endsAt: number | null
}

/** Keys by purpose, the same for all servers of a database. */
export interface Keyring {
  /** Newest first. Where there is none yet, `make` makes the first. */
  of(purpose: string, make: () => Promise<string>): Promise<SigningKey[]>
  /** A newer key; the others are published until `endsAt`. */
  renew(purpose: string, make: () => Promise<string>, endsAt: number): Promise<SigningKey>
}

export interface KeyringHost {
  storage: Storage
  formKeys: FormKeys
  now: () => number
  random: (bytes: number) => Buffer
}

/**
 * Private keys rest in the database, encrypted under a key that is derived from `keys.cookie` (HKDF-SHA256, RFC 5869;
 * AES-256-GCM): with `keys.cookie` in the file, a stolen database signs nothing. The newest cookie key seals, every
 * listed one opens.
 */
export function keyringOn({ storage, formKeys, now, random }: KeyringHost): Keyring {
  const sealers = formKeys.map(key => Buffer.from(hkdfSync('sha256', key, '', 'sso-kit signing keys', 32)))
  const [newest = Buffer.alloc(0)] = sealers

  function seal(id: string, purpose: string, secret: string): string {
    const iv = random(12)
    const cipher = createCipheriv('aes-256-gcm', newest, iv).setAAD(Buffer.from(`${purpose} ${id}`))
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
  }

  function open(id: string, purpose: string, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64')
    for (const key of sealers) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
          .setAAD(Buffer.from(`${purpose} ${id}`))
          .setAuthTag(bytes.subarray(12, 28))
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        // sealed under another one
      }
    }
    throw new Halt(
      `the signing key ${id} (${purpose}) was sealed under a cookie key that is no longer there`,
      'list that key behind the newest in keys.cookie; without it, remove the row of the table signing_keys: apps then need the new key',
    )
  }

  async function insert(store: Storage, purpose: string, secret: string) {
    const key = { id: random(16).toString('hex'), createdAt: now(), endsAt: null }
    await store.signingKeys.insert({ ...key, purpose, sealed: seal(key.id, purpose, secret) })
    return { ...key, secret }
  }

  return {
    async of(purpose, make) {
      const kept = await storage.signingKeys.of(purpose)
      if (kept.length > 0)
        return kept.map(({ id, sealed, createdAt, endsAt }) => ({
          id,
          secret: open(id, purpose, sealed),
          createdAt,
          endsAt,
        }))
      const secret = await make()
      // two servers may start at once: one of the two keys is kept
      await storage.atomically(async store => {
        if ((await store.signingKeys.of(purpose)).length === 0) await insert(store, purpose, secret)
      })
      return this.of(purpose, make)
    },
    async renew(purpose, make, endsAt) {
      const secret = await make()
      return storage.atomically(async store => {
        for (const { id, endsAt: already } of await store.signingKeys.of(purpose))
          if (already === null) await store.signingKeys.end(id, endsAt)
        return insert(store, purpose, secret)
      })
    },
  }
}
