import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Account, Binding, Facts } from '../../src/model.ts'
import type { AdminToken } from '../../src/storage/admin-tokens.ts'
import type { AListBind, AListToken } from '../../src/storage/alist.ts'
import type { AuditRecord, AuditSearch } from '../../src/storage/audit.ts'
import type { Lease } from '../../src/storage/leases.ts'
import type { SessionRecord } from '../../src/storage/sessions.ts'
import type { Storage } from '../../src/storage/storage.ts'
import type { TransactionRecord } from '../../src/storage/transactions.ts'

/** Where one database is kept: each `open` is another handle on it, as another program would have. */
export interface Place {
  open(): Promise<Storage>
  remove(): Promise<void>
}

/** What every engine owes to the program. `place` makes an empty database. */
export function testStorage(name: string, place: () => Promise<Place>): void {
  describe(`storage on ${name}`, () => {
    let here: Place
    let storage: Storage
    const opened: Storage[] = []
    const open = async () => {
      const handle = await here.open()
      opened.push(handle)
      return handle
    }
    beforeEach(async () => {
      here = await place()
      storage = await open()
    })
    afterEach(async () => {
      for (const handle of opened.splice(0)) await handle.close()
      await here.remove()
    })
    /** Accounts `a`, `b` … to hang other things on. */
    const people = async (...ids: string[]) => {
      for (const id of ids) await storage.accounts.insert(account({ id }))
    }

    describe('accounts', () => {
      it('gives back what it was given, number for number', async () => {
        const full = account({
          displayName: '𠮷野 健',
          email: 'a@example.com',
          phone: '+86-13800000000',
          role: 'admin',
          givenPermission: 0x7fff_ffff,
          manualPermission: 0,
          manualBaseDir: '/文件',
          disabled: true,
          createdAt: 8.64e15,
          lastSignInAt: 1_700_000_000_123,
        })
        const bare = account({ id: 'b' })
        expect([await storage.accounts.insert(full), await storage.accounts.insert(bare)]).toEqual([
          true,
          true,
        ])
        expect(await storage.accounts.find('a')).toEqual(seen(full))
        expect(await storage.accounts.findByUsername('b')).toEqual(seen(bare))
        expect(await storage.accounts.find('c')).toBeUndefined()
        expect(await storage.accounts.findByUsername('c')).toBeUndefined()
        expect(await storage.accounts.findByUsername('a\0')).toBeUndefined()
      })

      it('lists them by the key of their names', async () => {
        await people('c', 'a', 'b')
        expect((await storage.accounts.list()).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
      })

      it('finds them by a part of a name, an address or a number, or by the whole of an id or subject', async () => {
        await storage.accounts.insert(
          account({ id: 'a1', username: 'Lisi', usernameKey: 'lisi', displayName: '李四', phone: '+86-138' }),
        )
        await storage.accounts.insert(
          account({ id: 'a2', usernameKey: '50%_off', email: 'Wang@Example.com' }),
        )
        await storage.accounts.insert(account({ id: 'a3', usernameKey: 'a\\b', disabled: true }))
        await storage.bindings.insert(binding({ accountId: 'a3', subject: 'kSTx' }))
        const ids = async (words: string, disabled?: boolean) =>
          (await storage.accounts.page({ words, disabled, most: 9 })).map(({ account }) => account.id)
        const asked: [string, string[]][] = [
          ['', ['a2', 'a3', 'a1']],
          ['  ', ['a2', 'a3', 'a1']],
          ['LIS', ['a1']],
          ['ｌｉｓｉ', ['a1']],
          ['李', ['a1']],
          ['86-13', ['a1']],
          ['wang@example', ['a2']],
          ['%', ['a2']],
          ['_', ['a2']],
          ['\\', ['a3']],
          ['a1', ['a1']],
          ['a', ['a2', 'a3']],
          ['kSTx', ['a3']],
          ['kST', []],
          ["' or 1=1 --", []],
          ['\0', ['a2', 'a3', 'a1']],
        ]
        for (const [words, found] of asked) {
          expect(await ids(words), words).toEqual(found)
          expect(await storage.accounts.count({ words }), words).toBe(found.length)
        }
        expect(await ids('', true)).toEqual(['a3'])
        expect(await ids('', false)).toEqual(['a2', 'a1'])
        expect(await storage.accounts.count()).toBe(3)
      })

      it('has them page by page, each once, also while new ones come', async () => {
        await people('a', 'b', 'c', 'd', 'e')
        const seenIds: string[] = []
        let after: string | undefined
        for (let n = 0; n < 3; n += 1) {
          const page = await storage.accounts.page({ after, most: 2 })
          seenIds.push(...page.map(({ account }) => account.id))
          after = page.at(-1)?.key
          await people(`a${n}`)
        }
        expect(seenIds).toEqual(['a', 'b', 'c', 'd', 'e'])
      })

      it('tells who has a role', async () => {
        await people('a')
        await storage.accounts.insert(account({ id: 'b', role: 'admin' }))
        expect((await storage.accounts.withRole('admin')).map(({ id }) => id)).toEqual(['b'])
      })

      it('lets one of twenty who want a name at once have it', async () => {
        const tries = twenty(n => storage.accounts.insert(account({ id: `id${n}`, usernameKey: 'wanted' })))
        expect((await tries).filter(Boolean)).toHaveLength(1)
        expect(await storage.accounts.list()).toHaveLength(1)
      })

      it('lets one of twenty who rename themselves to a name at once have it, and refuses the others without a fault', async () => {
        await people(...numbered(20))
        const tries = twenty(n => storage.accounts.update(String(n), { username: 'W', usernameKey: 'w' }))
        expect((await tries).filter(Boolean)).toHaveLength(1)
        expect((await storage.accounts.list()).filter(({ username }) => username === 'W')).toHaveLength(1)
      })

      it('changes what it is told and nothing else', async () => {
        await people('a', 'b')
        const change = { manualPermission: 768, disabled: true, lastSignInAt: 5, displayName: null }
        expect(await storage.accounts.update('a', change)).toBe(true)
        expect(await storage.accounts.find('a')).toEqual(seen(account({ ...change })))
        expect(await storage.accounts.find('b')).toEqual(seen(account({ id: 'b' })))
      })

      it('tells nothing set from a sum of nothing, and takes back what was set', async () => {
        await people('a')
        const set = { manualPermission: 0, manualBaseDir: '/' }
        await storage.accounts.update('a', set)
        expect(await storage.accounts.find('a')).toEqual(seen(account(set)))
        await storage.accounts.update('a', { manualPermission: null, manualBaseDir: null })
        expect(await storage.accounts.find('a')).toEqual(seen(account()))
      })

      it('says no to a change of nobody and to a name that is taken, yes to one’s own', async () => {
        await people('a', 'b')
        expect(await storage.accounts.update('c', { givenPermission: 1 })).toBe(false)
        expect(
          await storage.accounts.update('a', { username: 'B', usernameKey: 'b', givenPermission: 1 }),
        ).toBe(false)
        expect(await storage.accounts.find('a')).toEqual(seen(account()))
        expect(await storage.accounts.update('a', { username: 'A', usernameKey: 'a' })).toBe(true)
      })
    })

    describe('bindings', () => {
      it('finds one by its identity, byte for byte, and by its directory id', async () => {
        await people('a')
        const one = binding({ subject: 'Sub', directoryId: 'dir', label: '李四', password: 'record', facts })
        expect(await storage.bindings.insert(one)).toBe(true)
        const { source, issuer } = one
        expect(await storage.bindings.find({ source, issuer, subject: 'Sub' })).toEqual(one)
        expect(await storage.bindings.findByDirectoryId(source, issuer, 'dir')).toEqual(one)
        for (const [otherSource, otherIssuer, subject] of [
          ['dingtalk', 'issuer', 'sub'],
          ['dingtalk', 'issuer', 'Sub '],
          ['dingtalk', 'Issuer', 'Sub'],
          ['github', 'issuer', 'Sub'],
        ] as const) {
          expect(
            await storage.bindings.find({ source: otherSource, issuer: otherIssuer, subject }),
          ).toBeUndefined()
        }
        expect(await storage.bindings.findByDirectoryId('github', issuer, 'dir')).toBeUndefined()
      })

      it('lets one of twenty accounts have an identity', async () => {
        await people(...numbered(20))
        const tries = twenty(n => storage.bindings.insert(binding({ accountId: String(n) })))
        expect((await tries).filter(Boolean)).toHaveLength(1)
        expect(await storage.bindings.list()).toHaveLength(1)
      })

      it('lets an account have one of twenty identities of a source', async () => {
        await people('a')
        const tries = twenty(n => storage.bindings.insert(binding({ subject: `s${n}` })))
        expect((await tries).filter(Boolean)).toHaveLength(1)
        expect(await storage.bindings.of('a')).toHaveLength(1)
      })

      const taken: [what: string, second: Partial<Binding>, inserted: boolean][] = [
        ['the same subject of another source', { source: 'github' }, true],
        ['the same subject of another issuer', { issuer: 'elsewhere' }, true],
        ['another subject with the same directory id', { subject: 's2', directoryId: 'dir' }, false],
        [
          'another subject with the same directory id of another issuer',
          { subject: 's2', issuer: 'elsewhere', directoryId: 'dir' },
          true,
        ],
        ['another subject with another directory id', { subject: 's2', directoryId: 'dir2' }, true],
      ]
      it.each(taken)(
        'beside an identity of one account, for another account: %s – inserted: %3$s',
        async (_what, second, inserted) => {
          await people('a', 'b')
          await storage.bindings.insert(binding({ directoryId: 'dir' }))
          expect(await storage.bindings.insert(binding({ accountId: 'b', ...second }))).toBe(inserted)
          expect(await storage.bindings.of('b')).toHaveLength(inserted ? 1 : 0)
        },
      )

      it('takes any number that have no directory id', async () => {
        await people('a', 'b', 'c')
        for (const accountId of ['a', 'b', 'c']) {
          expect(await storage.bindings.insert(binding({ accountId, subject: accountId }))).toBe(true)
        }
      })

      it('hangs on an account that is there', async () => {
        await expect(storage.bindings.insert(binding({ accountId: 'nobody' }))).rejects.toThrow()
        expect(await storage.bindings.list()).toEqual([])
      })

      it('lists those of an account, the oldest first', async () => {
        await people('a', 'b')
        await storage.bindings.insert(binding({ source: 'z', boundAt: 3 }))
        await storage.bindings.insert(binding({ source: 'y', boundAt: 1 }))
        await storage.bindings.insert(binding({ source: 'x', boundAt: 3 }))
        await storage.bindings.insert(binding({ source: 'w', boundAt: 2, accountId: 'b' }))
        expect((await storage.bindings.of('a')).map(({ source }) => source)).toEqual(['y', 'x', 'z'])
        expect((await storage.bindings.list()).map(({ source }) => source)).toEqual(['y', 'w', 'x', 'z'])
      })

      it('refreshes what the source says and the password, of that identity alone', async () => {
        await people('a', 'b')
        const [one, other] = [binding(), binding({ accountId: 'b', subject: 's2' })]
        await storage.bindings.insert(one)
        await storage.bindings.insert(other)
        await storage.bindings.refresh(one, { label: '李四', directoryId: 'dir', facts })
        await storage.bindings.setPassword(one, 'record')
        expect(await storage.bindings.list()).toEqual([
          { ...one, label: '李四', directoryId: 'dir', password: 'record', facts },
          other,
        ])
      })

      it('is removed from its account, and its identity is free for another', async () => {
        await people('a', 'b')
        await storage.bindings.insert(binding())
        await storage.bindings.insert(binding({ source: 'github' }))
        expect(await storage.bindings.remove('b', 'dingtalk', 1)).toBe(false)
        expect(await storage.bindings.remove('a', 'dingtalk', 1)).toBe(true)
        expect(await storage.bindings.remove('a', 'dingtalk', 1)).toBe(false)
        expect((await storage.bindings.of('a')).map(({ source }) => source)).toEqual(['github'])
        expect(await storage.bindings.insert(binding({ accountId: 'b' }))).toBe(true)
      })
    })

    describe('sessions', () => {
      const add = (...sessions: Partial<SessionRecord>[]) =>
        Promise.all(
          sessions.map((each, index) => storage.sessions.insert(session({ hash: `h${index}`, ...each }))),
        )
      const hashes = async (accountId: string) =>
        (await storage.sessions.of(accountId, { now: 0, seenSince: -1 })).map(({ hash }) => hash)

      it('gives one back until it is ended, and ends it once', async () => {
        await people('a')
        const one = session({ userAgent: 'Mozilla/5.0 “quoted”', address: '2001:db8::1' })
        await storage.sessions.insert(one)
        expect(await storage.sessions.find(one.hash)).toEqual(one)
        await storage.sessions.touch(one.hash, 77)
        expect(await storage.sessions.find(one.hash)).toEqual({ ...one, seenAt: 77 })
        expect([await storage.sessions.end(one.hash), await storage.sessions.end(one.hash)]).toEqual([
          true,
          false,
        ])
        expect(await storage.sessions.find(one.hash)).toBeUndefined()
      })

      it('counts as living what has not ended and was seen lately, the newest first', async () => {
        await people('a', 'b', 'c')
        await add(
          { hash: 'old', createdAt: 1, endsAt: 200, seenAt: 100 },
          { hash: 'new', createdAt: 2, endsAt: 200, seenAt: 100 },
          { hash: 'ended', endsAt: 150, seenAt: 100 },
          { hash: 'idle', endsAt: 200, seenAt: 50 },
          { hash: 'other', accountId: 'b', endsAt: 151, seenAt: 51 },
          { hash: 'asleep', accountId: 'c', endsAt: 200, seenAt: 1 },
        )
        const alive = { now: 150, seenSince: 50 }
        expect((await storage.sessions.of('a', alive)).map(({ hash }) => hash)).toEqual(['new', 'old'])
        expect((await storage.sessions.of('b', alive)).map(({ hash }) => hash)).toEqual(['other'])
        expect(await storage.sessions.of('c', alive)).toEqual([])
        expect(Object.fromEntries(await storage.sessions.count(alive))).toEqual({ a: 2, b: 1 })
      })

      it('keeps the newest of an account when it trims', async () => {
        await people('a', 'b')
        await add(...[3, 1, 4, 2].map(createdAt => ({ hash: `h${createdAt}`, createdAt })), {
          hash: 'b1',
          accountId: 'b',
        })
        await storage.sessions.trim('a', 2)
        expect(await hashes('a')).toEqual(['h4', 'h3'])
        await storage.sessions.trim('a', 2)
        expect(await hashes('a')).toEqual(['h4', 'h3'])
        await storage.sessions.trim('a', 0)
        expect([await hashes('a'), await hashes('b')]).toEqual([[], ['b1']])
      })

      it('ends all of an account but the one that is excepted, and says how many', async () => {
        await people('a', 'b')
        await add({}, {}, {}, { hash: 'b1', accountId: 'b' })
        expect(await storage.sessions.endAll('a', 'h1')).toBe(2)
        expect(await hashes('a')).toEqual(['h1'])
        expect(await storage.sessions.endAll('a')).toBe(1)
        expect(await storage.sessions.endAll('a')).toBe(0)
        expect(await hashes('b')).toEqual(['b1'])
      })

      it('sweeps what has ended', async () => {
        await people('a')
        await add({ endsAt: 99 }, { endsAt: 100 }, { endsAt: 101 })
        await storage.sessions.sweep(100)
        expect(await hashes('a')).toEqual(['h2'])
      })

      it('hangs on an account that is there', async () => {
        await expect(storage.sessions.insert(session({ accountId: 'nobody' }))).rejects.toThrow()
      })
    })

    describe('transactions', () => {
      const add = (...records: Partial<TransactionRecord>[]) =>
        Promise.all(records.map(each => storage.transactions.insert(transaction(each))))
      /** Which of these are still there; they are gone afterwards. */
      const there = async (...states: string[]) => {
        const taken = await Promise.all(states.map(state => storage.transactions.take(state)))
        return taken.flatMap(record => (record ? [record.stateHash] : []))
      }

      it('gives one back whole', async () => {
        const one = transaction({ mode: 'bind', sessionHash: 'session', returnTo: '/文件?a=1' })
        await storage.transactions.insert(one)
        expect(await storage.transactions.take(one.stateHash)).toEqual(one)
      })

      it('gives it to one of twenty who take it at once', async () => {
        await add({})
        const taken = await twenty(() => storage.transactions.take('state'))
        expect(taken.filter(Boolean)).toHaveLength(1)
      })

      it('refuses a second one with the same state', async () => {
        await add({})
        await expect(add({ browserHash: 'another' })).rejects.toThrow()
      })

      it('keeps the newest of a browser when it trims, and lets the others’ alone', async () => {
        await add(...[2, 3, 1].map(n => ({ stateHash: `s${n}`, createdAt: n })), {
          stateHash: 'theirs',
          browserHash: 'other',
        })
        await storage.transactions.trim('browser', 2)
        expect(await there('s1', 's2', 's3', 'theirs')).toEqual(['s2', 's3', 'theirs'])
      })

      it('sweeps what has expired', async () => {
        await add(...[99, 100, 101].map(n => ({ stateHash: `s${n}`, expiresAt: n })))
        await storage.transactions.sweep(100, 1000)
        expect(await there('s99', 's100', 's101')).toEqual(['s101'])
      })

      it('sweeps the oldest where there are too many in all', async () => {
        await add(...[1, 2, 3, 4].map(n => ({ stateHash: `s${n}`, createdAt: n, browserHash: `b${n}` })))
        await storage.transactions.sweep(0, 3)
        expect(await there('s1', 's2', 's3', 's4')).toEqual(['s2', 's3', 's4'])
      })
    })

    describe('moves', () => {
      const identityOf = ({ source, issuer, subject }: Binding) => ({ source, issuer, subject })

      it('counts what is bound, of the sources that have any', async () => {
        await people('a', 'b')
        await storage.bindings.insert(binding())
        await storage.bindings.insert(binding({ accountId: 'b', subject: 's2' }))
        await storage.bindings.insert(binding({ source: 'github' }))
        expect(await storage.moves.bound('dingtalk', 'github', 'google')).toEqual(
          new Map([
            ['dingtalk', 2],
            ['github', 1],
          ]),
        )
      })

      it('takes all that is kept under one id to another, and nothing of a third', async () => {
        await people('a', 'b', 'c')
        const [one, two, other] = [
          binding({ directoryId: 'dir', label: '李四', facts }),
          binding({ accountId: 'b', subject: 's2' }),
          binding({ accountId: 'c', source: 'github', password: 'record' }),
        ]
        for (const each of [one, two, other]) await storage.bindings.insert(each)
        await storage.bindings.insert(binding({ accountId: 'c', subject: 'gone' }))
        await storage.bindings.remove('c', 'dingtalk', 5)
        await storage.sessions.insert(session())
        await storage.sessions.insert(session({ hash: 'other', source: 'github' }))
        await storage.transactions.insert(transaction())

        const move = () => storage.atomically(store => store.moves.source('dingtalk', 'work'))
        expect(await move()).toBe(2)
        const after = [{ ...one, source: 'work' }, { ...two, source: 'work' }, other]
        expect(sorted(await storage.bindings.list())).toEqual(sorted(after))
        expect(
          await storage.bindings.formerAccount({ ...identityOf(one), source: 'work', subject: 'gone' }),
        ).toBe('c')
        expect(await storage.bindings.formerAccount({ ...identityOf(one), subject: 'gone' })).toBeUndefined()
        expect((await storage.sessions.find('hash'))?.source).toBe('work')
        expect((await storage.sessions.find('other'))?.source).toBe('github')
        expect((await storage.transactions.take('state'))?.source).toBe('work')
        expect(await move()).toBe(0)
        expect(sorted(await storage.bindings.list())).toEqual(sorted(after))
      })

      it('keeps one word of an identity that both ids know: bound, or else the newer', async () => {
        await people('a', 'b')
        const [old, fresh] = [binding({ source: 'old' }), binding({ source: 'new', accountId: 'b' })]
        const [oldGone, freshGone] = [
          { ...old, subject: 'gone' },
          { ...fresh, subject: 'gone' },
        ]
        // bound under the old id, taken away under the new one; and taken away under both
        for (const each of [fresh, freshGone, oldGone]) {
          await storage.bindings.insert(each)
          await storage.bindings.remove(each.accountId, each.source, 1)
        }
        await storage.bindings.insert(old)
        expect(await storage.atomically(store => store.moves.source('old', 'new'))).toBe(1)
        expect(await storage.bindings.list()).toEqual([{ ...old, source: 'new' }])
        expect(await storage.bindings.formerAccount(identityOf(fresh))).toBeUndefined()
        expect(await storage.bindings.formerAccount(identityOf(freshGone))).toBe('b')
      })

      it('leaves everything where it was when what comes after it in the same work fails', async () => {
        await people('a')
        await storage.bindings.insert(binding())
        await storage.sessions.insert(session())
        const work = storage.atomically(async store => {
          await store.moves.source('dingtalk', 'work')
          throw new Error('halfway')
        })
        await expect(work).rejects.toThrow('halfway')
        expect(await storage.bindings.list()).toEqual([binding()])
        expect((await storage.sessions.find('hash'))?.source).toBe('dingtalk')
      })
    })

    describe('leases', () => {
      const hour = 3_600_000

      it('go to one of twenty who want one at once, and to nobody else while it lasts', async () => {
        const other = await open()
        const tries = twenty(n => (n % 2 ? storage : other).leases.acquire('sync', `h${n}`, hour))
        const got = (await tries).filter(lease => lease !== undefined)
        expect(got).toEqual([{ name: 'sync', holder: expect.stringMatching(/^h\d+$/), fence: 1 }])
        expect(await other.leases.acquire('sync', got[0]?.holder ?? '', hour)).toBeUndefined()
        expect(await other.leases.acquire('another', 'h', hour)).toMatchObject({ fence: 1 })
      })

      it('are over by the clock of the database, and the next one has a greater fence', async () => {
        const [over, next] = await twoHolders(storage)
        expect([over.fence, next.fence]).toEqual([1, 2])
        expect(await storage.leases.holds(over)).toBe(false)
        expect(await storage.leases.renew(over, hour)).toBe(false)
        await storage.leases.release(over)
        expect(await storage.leases.holds(next)).toBe(true)
      })

      it('are not to be had again by who let them run out, even where nobody else came', async () => {
        const over = (await storage.leases.acquire('sync', 'one', 0)) as Lease
        expect(await storage.leases.renew(over, hour)).toBe(false)
        expect(await storage.leases.holds(over)).toBe(false)
        expect(await storage.leases.acquire('sync', 'one', hour)).toMatchObject({ fence: 2 })
        expect(await storage.leases.holds(over)).toBe(false)
      })

      it('last longer when they are renewed, and end when they are given back', async () => {
        const lease = (await storage.leases.acquire('sync', 'one', hour)) as Lease
        expect(await storage.leases.renew(lease, hour)).toBe(true)
        expect(await storage.leases.acquire('sync', 'two', hour)).toBeUndefined()
        expect(await storage.leases.renew(lease, 0)).toBe(true)
        expect(await storage.leases.acquire('sync', 'two', hour)).toMatchObject({ fence: 2 })
        const third = (await storage.leases.acquire('third', 'one', hour)) as Lease
        await storage.leases.release(third)
        expect(await storage.leases.holds(third)).toBe(false)
        expect(await storage.leases.acquire('third', 'two', hour)).toMatchObject({ fence: 2 })
      })

      it('refuse the late write of a holder that stood still', async () => {
        const [over, next] = await twoHolders(storage)
        const write = (lease: Lease, id: string) =>
          storage.atomically(async store => {
            if (!(await store.leases.holds(lease))) return false
            return store.accounts.insert(account({ id }))
          })
        expect([await write(over, 'late'), await write(next, 'good')]).toEqual([false, true])
        expect((await storage.accounts.list()).map(({ id }) => id)).toEqual(['good'])
      })
    })

    describe('what clients made for AList hold', () => {
      const living = async (...tokens: string[]) =>
        (await Promise.all(tokens.map(one => storage.alist.findToken(one)))).flatMap(one => one?.hash ?? [])
      beforeEach(async () => {
        await people('a', 'b')
        await storage.sessions.insert(session({ hash: 's1' }))
        await storage.sessions.insert(session({ hash: 's2', accountId: 'b' }))
      })

      it('is given back whole, a token until it is ended, and ended once', async () => {
        const one = alistToken({ openBy: 50 })
        await storage.alist.insertToken(one)
        expect(await storage.alist.findToken('token')).toEqual(one)
        expect([await storage.alist.endToken('token'), await storage.alist.endToken('token')]).toEqual([
          true,
          false,
        ])
        expect(await storage.alist.findToken('token')).toBeUndefined()
      })

      it('hangs on a session that is there', async () => {
        await expect(storage.alist.insertToken(alistToken({ sessionHash: 'none' }))).rejects.toThrow()
        await expect(storage.alist.putBind(alistBind({ sessionHash: 'none' }))).rejects.toThrow()
      })

      it.each<[string, () => Promise<unknown>]>([
        ['is ended', () => storage.sessions.end('s1')],
        ['is ended with all of its account', () => storage.sessions.endAll('a')],
        ['is ended with its source', () => storage.sessions.endOfSource('a', 'dingtalk')],
        ['is one too many', () => storage.sessions.trim('a', 0)],
        ['is overdue', () => storage.sessions.sweep(1000)],
      ])('ends with its session, when that %s, and no other does', async (_, end) => {
        await storage.sessions.insert(session({ hash: 's3', accountId: 'b', endsAt: 5000 }))
        await storage.alist.insertToken(alistToken())
        await storage.alist.insertToken(alistToken({ hash: 'theirs', sessionHash: 's3' }))
        await storage.alist.putBind(alistBind())
        await end()
        expect(await living('token', 'theirs')).toEqual(['theirs'])
        expect(await storage.alist.takeBind('handle', 's1')).toBeUndefined()
      })

      it('opens a token in time, and one that is open any number of times', async () => {
        await storage.alist.insertToken(alistToken({ openBy: 50 }))
        await storage.alist.insertToken(alistToken({ hash: 'late', openBy: 50 }))
        expect(await storage.alist.openToken('token', 49)).toBe(true)
        expect(await storage.alist.findToken('token')).toEqual(alistToken())
        expect(await storage.alist.openToken('token', 51)).toBe(true)
        expect(await storage.alist.openToken('late', 50)).toBe(false)
        expect(await storage.alist.openToken('none', 1)).toBe(false)
      })

      it('keeps the newest tokens of a session when it trims', async () => {
        for (const createdAt of [3, 1, 2])
          await storage.alist.insertToken(alistToken({ hash: `t${createdAt}`, createdAt }))
        await storage.alist.insertToken(alistToken({ hash: 'theirs', sessionHash: 's2' }))
        await storage.alist.trimTokens('s1', 2)
        expect(await living('t1', 't2', 't3', 'theirs')).toEqual(['t2', 't3', 'theirs'])
      })

      it('gives a bind to one of twenty who take it at once, of the session that it belongs to', async () => {
        await storage.alist.putBind(alistBind())
        expect(await storage.alist.takeBind('handle', 's2')).toBeUndefined()
        const taken = await twenty(() => storage.alist.takeBind('handle', 's1'))
        expect(taken.filter(Boolean)).toEqual([alistBind()])
      })

      it('has one bind a session: the newest', async () => {
        await storage.alist.putBind(alistBind())
        await storage.alist.putBind(alistBind({ handleHash: 'newer', identity: '{}' }))
        expect(await storage.alist.takeBind('handle', 's1')).toBeUndefined()
        expect(await storage.alist.takeBind('newer', 's1')).toEqual(
          alistBind({ handleHash: 'newer', identity: '{}' }),
        )
      })

      it('sweeps what has ended, was not opened in time, or waits no longer', async () => {
        for (const [hash, fields] of Object.entries({
          ended: { endsAt: 100 },
          unopened: { openBy: 100 },
          open: { endsAt: 101 },
          waiting: { openBy: 101 },
        }))
          await storage.alist.insertToken(alistToken({ hash, ...fields }))
        await storage.alist.putBind(alistBind({ expiresAt: 100 }))
        await storage.alist.putBind(alistBind({ sessionHash: 's2', handleHash: 'h2', expiresAt: 101 }))
        await storage.alist.sweep(100)
        expect(await living('ended', 'unopened', 'open', 'waiting')).toEqual(['open', 'waiting'])
        expect(await storage.alist.takeBind('handle', 's1')).toBeUndefined()
        expect(await storage.alist.takeBind('h2', 's2')).toBeDefined()
      })
    })

    describe('audit', () => {
      it('gives back what happened to an account, the newest first, as much as is asked for', async () => {
        const at = (n: number, accountId: string | null): AuditRecord => ({
          id: `i${n}`,
          at: n,
          event: 'sign-in',
          accountId,
          source: n === 2 ? null : 'dingtalk',
          address: n === 2 ? null : '::1',
          detail: '{"by":"测试"}',
        })
        const records = [at(1, 'a'), at(2, 'a'), at(3, 'b'), at(4, null), at(5, 'a')]
        for (const record of records) await storage.audit.insert(record)
        expect(await storage.audit.of('a', 10)).toEqual([at(5, 'a'), at(2, 'a'), at(1, 'a')])
        expect(await storage.audit.of('a', 2)).toEqual([at(5, 'a'), at(2, 'a')])
        expect(await storage.audit.of('c', 10)).toEqual([])
        expect(await storage.audit.of(null, 10)).toEqual([at(4, null)])
      })

      it('has all of it page by page, and what fits a question', async () => {
        const one = (id: string, at: number, fields: Partial<AuditRecord> = {}): AuditRecord => ({
          ...{ id, at, event: 'sign-in', accountId: 'a', source: null, address: null, detail: '{}' },
          ...fields,
        })
        const all = [
          one('z', 9, { event: 'refused' }),
          one('c', 5, { accountId: 'b' }),
          one('b', 5),
          one('a', 5),
          one('y', 1),
        ]
        await storage.audit.insert(...[...all].reverse())
        const seenIds: string[] = []
        for (let after: AuditRecord | undefined, n = 0; n < 3; n += 1) {
          const page: AuditRecord[] = await storage.audit.page({ after, most: 2 })
          seenIds.push(...page.map(({ id }) => id))
          after = page.at(-1)
        }
        expect(seenIds).toEqual(['z', 'c', 'b', 'a', 'y'])
        const ids = async (search: AuditSearch) =>
          (await storage.audit.page({ ...search, most: 9 })).map(({ id }) => id)
        expect(await ids({ accountId: 'b' })).toEqual(['c'])
        expect(await ids({ event: 'refused' })).toEqual(['z'])
        expect(await ids({ since: 5, until: 9 })).toEqual(['c', 'b', 'a'])
        expect(await ids({ accountId: 'b', event: 'refused' })).toEqual([])
      })
    })

    describe('tokens of the admin API', () => {
      it('are found by their hash until they end', async () => {
        const token = (id: string, fields: Partial<AdminToken> = {}): AdminToken => ({
          ...{
            id,
            hash: `hash of ${id}`,
            name: '备份',
            scope: 'read',
            createdAt: 1,
            endsAt: 10,
            usedAt: null,
          },
          ...fields,
        })
        const { adminTokens } = storage
        await adminTokens.insert(token('a'))
        await adminTokens.insert(token('b', { createdAt: 2, scope: 'write', endsAt: 20 }))
        expect(await adminTokens.find('hash of a', 9)).toEqual(token('a'))
        expect(await adminTokens.find('hash of a', 10)).toBeUndefined()
        expect(await adminTokens.find('a', 9)).toBeUndefined()
        await adminTokens.used('b', 7)
        const used = token('b', { createdAt: 2, scope: 'write', endsAt: 20, usedAt: 7 })
        expect(await adminTokens.list()).toEqual([used, token('a')])
        await adminTokens.sweep(10)
        expect(await adminTokens.list()).toEqual([used])
        expect([await adminTokens.end('b'), await adminTokens.end('b')]).toEqual([true, false])
      })
    })

    describe('pushed events', () => {
      it('tell when the last one came and how many wait', async () => {
        const { events } = storage
        expect(await events.state('dingtalk')).toEqual({ lastAt: null, waiting: 0 })
        for (const [id, receivedAt] of [
          ['a', 1_700_000_000_001],
          ['b', 1_700_000_000_002],
        ] as const)
          await events.insert({ source: 'dingtalk', id, receivedAt, changes: '[]' })
        await events.done('dingtalk', ['b'], 3)
        expect(await events.state('dingtalk')).toEqual({ lastAt: 1_700_000_000_002, waiting: 1 })
        expect(await events.state('welink')).toEqual({ lastAt: null, waiting: 0 })
      })
    })

    describe('atomically', () => {
      it('answers what the work answers and keeps what it did', async () => {
        const answer = await storage.atomically(async store => {
          await store.accounts.insert(account())
          await store.bindings.insert(binding())
          return 'done'
        })
        expect(answer).toBe('done')
        expect(await storage.bindings.of('a')).toHaveLength(1)
      })

      it('keeps nothing of work that throws, and throws it on', async () => {
        await people('before')
        const fault = new Error('halfway')
        const work = storage.atomically(async store => {
          await store.accounts.insert(account())
          await store.bindings.insert(binding())
          await store.accounts.update('before', { givenPermission: 1 })
          throw fault
        })
        await expect(work).rejects.toBe(fault)
        expect(await storage.accounts.list()).toEqual([seen(account({ id: 'before' }))])
        expect(await storage.bindings.list()).toEqual([])
        // and the next one is not held up
        await people('after')
        expect(await storage.accounts.list()).toHaveLength(2)
      })

      it('sees in the middle what it wrote before', async () => {
        await storage.atomically(async store => {
          await store.accounts.insert(account())
          expect(await store.accounts.findByUsername('a')).toEqual(seen(account()))
          expect(await store.accounts.insert(account({ id: 'b', usernameKey: 'a' }))).toBe(false)
        })
      })

      it('lets twenty writers wait for each other: none of their sums is lost', async () => {
        await people('a')
        await twenty(() =>
          storage.atomically(async store => {
            const sum = (await store.accounts.find('a'))?.givenPermission ?? 0
            await store.accounts.update('a', { givenPermission: sum + 1 })
          }),
        )
        expect(await storage.accounts.find('a')).toMatchObject({ givenPermission: 20 })
      })
    })

    describe('a second handle', () => {
      it('finds everything after the first was closed, however often it is opened', async () => {
        await people('a')
        await storage.bindings.insert(binding({ label: '李四' }))
        await storage.close()
        opened.splice(0)
        for (const again of [await open(), await open(), await open()]) {
          expect(await again.accounts.list()).toEqual([seen(account())])
          expect(await again.bindings.list()).toEqual([binding({ label: '李四' })])
        }
      })

      it('reads while the first one writes: all of it or nothing, never half', async () => {
        const reader = await open()
        await storage.atomically(async store => {
          await store.accounts.insert(account())
          expect(await reader.accounts.list()).toEqual([])
          await store.bindings.insert(binding())
          expect(await reader.bindings.list()).toEqual([])
        })
        expect(await reader.accounts.list()).toHaveLength(1)
        expect(await reader.bindings.list()).toHaveLength(1)
      })

      it('is seen by the first one at once, as `accounts disable` beside `serve`', async () => {
        await people('a')
        await storage.sessions.insert(session())
        const commandLine = await open()
        await commandLine.accounts.update('a', { disabled: true })
        expect(await commandLine.sessions.endAll('a')).toBe(1)
        expect(await storage.accounts.find('a')).toMatchObject({ disabled: true })
        expect(await storage.sessions.find('hash')).toBeUndefined()
      })

      it('is held to the same unique keys', async () => {
        const other = await open()
        expect(await storage.accounts.insert(account())).toBe(true)
        expect(await other.accounts.insert(account({ id: 'b', usernameKey: 'a' }))).toBe(false)
        expect(await other.bindings.insert(binding())).toBe(true)
        expect(await storage.bindings.insert(binding())).toBe(false)
        await storage.transactions.insert(transaction())
        expect(await other.transactions.take('state')).toEqual(transaction())
        expect(await storage.transactions.take('state')).toBeUndefined()
      })
    })
  })
}

const twenty = <T>(work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 20 }, (_, n) => work(n)))

const sorted = (bindings: Binding[]) => bindings.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1))

/** '0' … */
const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n))

type NewAccount = Account & { usernameKey: string }

/** Named by its id. */
function account(fields: Partial<NewAccount> = {}): NewAccount {
  const { id = 'a' } = fields
  return {
    id,
    username: id,
    usernameKey: id,
    displayName: null,
    email: null,
    phone: null,
    role: 'general',
    givenPermission: 0,
    givenBaseDir: '/',
    manualPermission: null,
    manualBaseDir: null,
    disabled: false,
    leftAt: null,
    leftSource: null,
    createdAt: 1,
    lastSignInAt: null,
    ...fields,
  }
}

/** As the program sees it: without the key. */
function seen({ usernameKey: _, ...rest }: NewAccount): Account {
  return rest
}

const binding = (fields: Partial<Binding> = {}): Binding => ({
  source: 'dingtalk',
  issuer: 'issuer',
  subject: 'subject',
  directoryId: null,
  accountId: 'a',
  label: null,
  password: null,
  boundAt: 1,
  facts: null,
  told: null,
  goneAt: null,
  ...fields,
})

const facts: Facts = {
  departments: ['1002', '研发部 “平台”'],
  groups: ['cn=ops,dc=example'],
  domain: 'example.com',
  title: null,
  attributes: { costCenter: '4711' },
}

const session = (fields: Partial<SessionRecord> = {}): SessionRecord => ({
  id: `id of ${fields.hash ?? 'hash'}`,
  hash: 'hash',
  accountId: 'a',
  source: 'dingtalk',
  createdAt: 1,
  provedAt: 1,
  seenAt: 1,
  endsAt: 1000,
  address: '127.0.0.1',
  userAgent: '',
  ...fields,
})

const transaction = (fields: Partial<TransactionRecord> = {}): TransactionRecord => ({
  stateHash: 'state',
  browserHash: 'browser',
  source: 'dingtalk',
  mode: 'sign-in',
  sessionHash: null,
  returnTo: '/',
  nonce: 'nonce',
  codeVerifier: 'verifier',
  redirectUri: 'https://sso.example.com/auth/dingtalk/callback',
  createdAt: 1,
  expiresAt: 1000,
  ...fields,
})

const alistToken = (fields: Partial<AListToken> = {}): AListToken => ({
  hash: 'token',
  sessionHash: 's1',
  frontend: 'https://files.example.com',
  createdAt: 1,
  openBy: null,
  endsAt: 1000,
  ...fields,
})

const alistBind = (fields: Partial<AListBind> = {}): AListBind => ({
  sessionHash: 's1',
  handleHash: 'handle',
  source: 'dingtalk',
  identity: '{"subject":"李四"}',
  expiresAt: 1000,
  ...fields,
})

/** One whose lease has run out, and the one who got it then. */
async function twoHolders({ leases }: Storage): Promise<[Lease, Lease]> {
  const over = (await leases.acquire('sync', 'one', 0)) as Lease
  return [over, (await leases.acquire('sync', 'two', 3_600_000)) as Lease]
}
