import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyStore } from '../../src/scenarios/run.ts'
import { undone } from '../../src/scenarios/undone.ts'
import type { NewAccount } from '../../src/storage/accounts.ts'
import type { Storage } from '../../src/storage/storage.ts'

let storage: Storage
beforeAll(async () => {
  storage = await emptyStore()
})
afterAll(() => storage.close())

const anna: NewAccount = {
  ...{ id: 'a', username: 'anna', usernameKey: 'anna', displayName: null, email: null, phone: null },
  ...{
    role: 'general',
    givenPermission: 0,
    givenBaseDir: '/',
    disabled: false,
    createdAt: 0,
    lastSignInAt: null,
  },
}

it('answers what the work answers, and takes back what it did, also what it did atomically', async () => {
  const names = await undone(storage, async store => {
    await store.atomically(inner => inner.accounts.insert(anna))
    return (await store.accounts.list()).map(({ username }) => username)
  })
  expect(names).toEqual(['anna'])
  expect(await storage.accounts.list()).toEqual([])
})

it('throws what the work throws, and takes that back too', async () => {
  const work = undone(storage, async store => {
    await store.accounts.insert(anna)
    throw new Error('in the middle')
  })
  await expect(work).rejects.toThrow('in the middle')
  expect(await storage.accounts.list()).toEqual([])
})
