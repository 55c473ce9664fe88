import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FormKeys } from '../../src/server/form-keys.ts'
import { keyringOn } from '../../src/server/keyring.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'

let storage: Storage
beforeEach(async () => {
  storage = await openStorage('sqlite::memory:', '.')
})
afterEach(() => storage.close())

const [first, second] = [randomBytes(32), randomBytes(32)]
const keyring = (...formKeys: FormKeys) => keyringOn({ storage, formKeys, now: () => 5, random: randomBytes })
const never = () => Promise.reject(new Error('there is one already'))

it('makes the first key once, and keeps it for all that come', async () => {
  const [made] = await keyring(first).of('oidc', async () => 'a private key')
  expect(made).toMatchObject({ secret: 'a private key', createdAt: 5, endsAt: null })
  expect(await keyring(first).of('oidc', never)).toEqual([made])
})

it('is one key for two servers that start at once', async () => {
  const both = await Promise.all([1, 2].map(n => keyring(first).of('oidc', async () => `key ${n}`)))
  expect(both[0]).toEqual(both[1])
})

it('keeps nothing readable in the database, nor anything of another purpose or row', async () => {
  await keyring(first).of('oidc', async () => 'a private key')
  for (const row of await storage.signingKeys.of('oidc')) {
    expect(Buffer.from(row.sealed, 'base64').toString('latin1')).not.toContain('private')
    await storage.signingKeys.insert({ ...row, id: 'moved', purpose: 'saml' })
  }
  await expect(keyring(first).of('saml', never)).rejects.toThrow('sealed under a cookie key')
})

it('opens under every listed cookie key, and says what to do without it', async () => {
  await keyring(first).of('oidc', async () => 'a private key')
  expect(await keyring(second, first).of('oidc', never)).toMatchObject([{ secret: 'a private key' }])
  await expect(keyring(second).of('oidc', never)).rejects.toMatchObject({
    help: expect.stringContaining('keys.cookie'),
  })
})

it('renews: the new one first, the others until their end', async () => {
  const ring = keyring(first)
  await ring.of('oidc', async () => 'old')
  await ring.renew('oidc', async () => 'new', 100)
  const keys = await ring.of('oidc', never)
  expect(keys.map(({ secret, endsAt }) => [secret, endsAt])).toContainEqual(['new', null])
  expect(keys.map(({ secret, endsAt }) => [secret, endsAt])).toContainEqual(['old', 100])
  await storage.signingKeys.sweep(100)
  expect(await ring.of('oidc', never)).toMatchObject([{ secret: 'new' }])
})
