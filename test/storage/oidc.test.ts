import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/hash.ts'
import type { OidcGrant } from '../../src/storage/oidc.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { engines, type Opened } from './engines.ts'
import { account, session } from './rows.ts'

describe.each(engines)('what OpenID apps hold, on $name', ({ open }) => {
  let opened: Opened
  let storage: Storage
  beforeEach(async () => {
    opened = await open()
    storage = opened.storage
    await storage.accounts.insert(account)
    for (const each of ['a', 'b']) await storage.sessions.insert(session(each))
  })
  afterEach(() => opened.close())

  const grant = (id: string, sessionId: string): OidcGrant => ({
    id,
    client: 'wiki',
    accountId: 'x',
    sessionId,
    source: 'local',
    scope: 'openid',
    createdAt: 1,
    endsAt: 100,
  })
  const token = (hash: string, grantId: string, kind = 'RefreshToken') => ({
    hash,
    kind,
    grantId,
    payload: '{}',
    endsAt: 100,
  })

  it('is granted to a living session alone', async () => {
    expect(await storage.oidc.begin(grant('g', 'id a'))).toBe(true)
    expect(await storage.oidc.grant('g', 1)).toMatchObject({ client: 'wiki', scope: 'openid' })
    expect(await storage.oidc.begin(grant('h', 'id none'))).toBe(false)
    expect(await storage.oidc.grant('h', 1)).toBeUndefined()
  })

  it('is the newest twenty of a session and app', async () => {
    await storage.oidc.begin({ ...grant('of another app', 'id a'), client: 'forum', createdAt: 0 })
    await storage.oidc.begin({ ...grant('of another session', 'id b'), createdAt: 0 })
    for (let n = 1; n <= 25; n += 1) await storage.oidc.begin({ ...grant(`g${n}`, 'id a'), createdAt: n })
    // in the same millisecond as the last, and before all others by its id
    await storage.oidc.begin({ ...grant('z', 'id a'), createdAt: 25 })
    const ids = [
      'of another app',
      'of another session',
      'z',
      ...Array.from({ length: 25 }, (_, n) => `g${n + 1}`),
    ]
    const found = await Promise.all(ids.map(id => storage.oidc.grant(id, 1)))
    expect(ids.filter((_, index) => found[index])).toEqual([...ids.slice(0, 3), ...ids.slice(-19)])
  })

  it('is found by its own kind, until it ends', async () => {
    await storage.oidc.begin(grant('g', 'id a'))
    expect(await storage.oidc.keep(token('t', 'g'))).toBe(true)
    expect(await storage.oidc.token('RefreshToken', 't', 1)).toBeDefined()
    expect(await storage.oidc.token('AccessToken', 't', 1)).toBeUndefined()
    expect(await storage.oidc.token('RefreshToken', 't', 100)).toBeUndefined()
    expect(await storage.oidc.use('AccessToken', 't', 1)).toBe(false)
  })

  it('is used by one alone of many who try at once', async () => {
    await storage.oidc.begin(grant('g', 'id a'))
    await storage.oidc.keep(token('t', 'g'))
    const tries = Array.from({ length: 10 }, () => storage.oidc.use('RefreshToken', 't', 5))
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
    expect((await storage.oidc.token('RefreshToken', 't', 1))?.usedAt).toBe(5)
  })

  it('goes with its grant, which gives nothing more', async () => {
    await storage.oidc.begin(grant('g', 'id a'))
    await storage.oidc.keep(token('t', 'g'))
    await storage.oidc.revoke('g')
    expect(await storage.oidc.token('RefreshToken', 't', 1)).toBeUndefined()
    expect(await storage.oidc.keep(token('u', 'g'))).toBe(false)
  })

  it('leaves nothing behind when a grant is revoked while tokens come of it', async () => {
    await storage.oidc.begin(grant('g', 'id a'))
    const hashes = Array.from({ length: 10 }, (_, index) => sha256(String(index)))
    await Promise.all([
      ...hashes.map(hash => storage.oidc.keep(token(hash, 'g'))),
      storage.oidc.revoke('g'),
      ...hashes.map(hash => storage.oidc.keep(token(sha256(hash), 'g'))),
    ])
    for (const hash of hashes) expect(await storage.oidc.token('RefreshToken', hash, 1)).toBeUndefined()
  })

  it.each([
    ['signed out', () => storage.sessions.end('a')],
    ['ended with all of the account but one', () => storage.sessions.endAll('x', 'b')],
    ['ended with those of its source', () => storage.sessions.endOfSource('x', 'local', 'b')],
    ['ended for a newer one', () => storage.sessions.trim('x', 1)],
  ])('ends at once with a session that is %s', async (_how, end) => {
    await storage.oidc.begin(grant('g', 'id a'))
    await storage.oidc.begin(grant('h', 'id b'))
    await end()
    expect(await storage.oidc.grant('g', 1)).toBeUndefined()
    expect(await storage.oidc.grant('h', 1)).toBeDefined()
  })

  it('outlives a session that runs out, until the account is shut', async () => {
    await storage.oidc.begin(grant('g', 'id a'))
    await storage.sessions.sweep(100)
    expect(await storage.oidc.grant('g', 1)).toBeDefined()
    await storage.sessions.endAll('x')
    expect(await storage.oidc.grant('g', 1)).toBeUndefined()
  })

  it('ends with the source it came of, whatever has become of the session', async () => {
    await storage.accounts.insert({ ...account, id: 'y', username: 'y', usernameKey: 'y' })
    await storage.sessions.insert({ ...session('c'), accountId: 'y' })
    await storage.oidc.begin(grant('run out', 'id a'))
    await storage.sessions.replace('a', { ...session('a'), endsAt: 1 })
    await storage.sessions.sweep(1)
    await storage.oidc.begin(grant('kept', 'id b'))
    await storage.oidc.begin({ ...grant('of another source', 'id b'), source: 'github' })
    await storage.oidc.begin({ ...grant('of somebody else', 'id c'), accountId: 'y' })
    const living = async () => {
      const ids = ['run out', 'kept', 'of another source', 'of somebody else']
      const found = await Promise.all(ids.map(id => storage.oidc.grant(id, 1)))
      return ids.filter((_, index) => found[index])
    }
    await storage.sessions.endOfSource('x', 'local', 'b')
    expect(await living()).toEqual(['kept', 'of another source', 'of somebody else'])
    await storage.sessions.replace('b', { ...session('b'), source: 'github' })
    await storage.sessions.endOfSource('x', 'local', 'b')
    expect(await living()).toEqual(['of another source', 'of somebody else'])
  })

  it('does not outlive a session that ends while it is granted', async () => {
    for (let round = 0; round < 10; round += 1) {
      await storage.sessions.insert({ ...session('c'), id: `id ${round}` })
      await Promise.all([storage.oidc.begin(grant(`g${round}`, `id ${round}`)), storage.sessions.end('c')])
      expect(await storage.oidc.grant(`g${round}`, 1)).toBeUndefined()
    }
  })

  it('is not granted to a session while a work ends it', async () => {
    const begun = await storage.atomically(async store => {
      await store.sessions.endAll('x')
      return [storage.oidc.begin(grant('g', 'id a'))]
    })
    expect(await Promise.all(begun)).toEqual([false])
    expect(await storage.oidc.grant('g', 1)).toBeUndefined()
  })

  it('is swept when its time is over', async () => {
    await storage.oidc.begin(grant('g', 'id a'))
    await storage.oidc.keep({ ...token('t', 'g'), endsAt: 50 })
    await storage.oidc.sweep(50)
    expect(await storage.oidc.token('RefreshToken', 't', 1)).toBeUndefined()
    expect(await storage.oidc.grant('g', 1)).toBeDefined()
    await storage.oidc.sweep(100)
    expect(await storage.oidc.grant('g', 1)).toBeUndefined()
  })
})
