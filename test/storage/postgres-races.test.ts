import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bind, unbind } from '../../src/accounts/bind.ts'
import type { SourceConfig } from '../../src/config/config.ts'
import type { Admitted } from '../../src/model.ts'
import { signIn } from '../../src/signin/signin.ts'
import type { Lease } from '../../src/storage/leases.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { type Database, hasPostgres, makeDatabase } from '../postgres/database.ts'

/** What SQLite's one writer gives for nothing: two servers, each with connections of its own, at the same moment. */
describe.skipIf(!hasPostgres)('two servers on one PostgreSQL database', () => {
  let database: Database
  let servers: [Storage, Storage]
  beforeAll(async () => {
    database = await makeDatabase()
  }, 60_000)
  afterAll(() => database.remove())
  beforeEach(async () => {
    servers = [await openStorage(database.url, '.'), await openStorage(database.url, '.')]
  })
  afterEach(async () => {
    for (const server of servers) await server.close()
    await database.empty()
  })

  /** Twenty at once, every other one on the other server; what each came to. */
  const everybody = async <T>(work: (storage: Storage, n: number) => Promise<T>) => {
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => work(servers[(n % 2) as 0 | 1], n)),
    )
    return all.map(one =>
      one.status === 'fulfilled' ? one.value : ((one.reason as { code?: string }).code ?? String(one.reason)),
    )
  }
  const host = (storage: Storage, n: number) => ({
    storage,
    now: 1,
    newId: () => String(n).padStart(32, '0'),
    mayRegister: async () => {},
  })

  it('make one account of twenty first sign-ins of one person', async () => {
    const came = await everybody((storage, n) => signIn(host(storage, n), source, person('1', 'anyi')))
    const registered = came.filter(one => typeof one === 'object' && one.registered)
    expect(registered).toHaveLength(1)
    expect(new Set(came.map(one => (typeof one === 'object' ? one.account.id : one))).size).toBe(1)
    expect(await servers[0].accounts.list()).toHaveLength(1)
    expect(await servers[1].bindings.list()).toHaveLength(1)
  })

  it('give twenty people of one name a name each', async () => {
    const came = await everybody((storage, n) => signIn(host(storage, n), source, person(`s${n}`, 'anyi')))
    expect(came.filter(one => typeof one !== 'object')).toEqual([])
    const names = (await servers[0].accounts.list()).map(({ username }) => username)
    expect(new Set(names).size).toBe(20)
    expect(names).toContain('anyi')
    expect(names.filter(name => /^anyi_s\d+$/.test(name))).toHaveLength(19)
  })

  it('let one identity be bound to one of twenty accounts', async () => {
    for (let n = 0; n < 20; n += 1) await servers[0].accounts.insert(account(`a${n}`))
    const came = await everybody((storage, n) => bind(storage, 'github', person('1'), `a${n}`, 1))
    expect(came.filter(one => one === 'bound')).toHaveLength(1)
    expect(came.filter(one => one === 'identity_taken')).toHaveLength(19)
  })

  it('leave the last credential where both are taken away at once', async () => {
    for (let n = 0; n < 20; n += 1) {
      await servers[0].accounts.insert(account(`a${n}`))
      for (const id of ['github', 'dingtalk']) await bind(servers[0], id, person(`${n}`), `a${n}`, 1)
    }
    const sources = ['github', 'dingtalk']
    const came = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const both = await Promise.allSettled(
          sources.map((id, at) => unbind(servers[at as 0 | 1], id, `a${n}`, 2, { isUsable: () => true })),
        )
        return both.map(one => (one.status === 'fulfilled' ? 'gone' : one.reason.code)).sort()
      }),
    )
    expect(came).toEqual(Array(20).fill(['gone', 'last_credential']))
    expect(await servers[1].bindings.list()).toHaveLength(20)
  })

  it('redeem a sign-in under way once', async () => {
    await servers[0].transactions.insert(transaction)
    const taken = await everybody(storage => storage.transactions.take('state'))
    expect(taken.filter(one => one !== undefined)).toHaveLength(1)
  })

  describe.each(['40001', '40P01'])('where the database gives one up for another (%s)', state => {
    /** The first `times` changes of a table are given up; how often it was tried stays in a sequence. */
    const giveUp = (table: string, times: number) =>
      database.run(`create sequence tries;
        create function give_up() returns trigger language plpgsql as $$ begin
          if nextval('tries') <= ${times} then raise exception using errcode = '${state}'; end if;
          return new;
        end $$;
        create trigger give_up before update on ${table} for each statement execute function give_up()`)
    const tries = async () => Number((await database.run('select last_value from tries'))[0]?.last_value)
    beforeEach(async () => {
      await servers[0].accounts.insert(account('a'))
      await servers[0].sessions.insert({ ...session, id: 'i', hash: 's' })
    })
    afterEach(() => database.run('drop function give_up cascade; drop sequence tries'))

    it('say a statement again', async () => {
      await giveUp('sessions', 2)
      await servers[0].sessions.touch('s', 5)
      expect(await servers[1].sessions.find('s')).toMatchObject({ seenAt: 5 })
      expect(await tries()).toBe(3)
    })

    it('begin a work again, and leave nothing of the first time', async () => {
      await giveUp('sessions', 2)
      let begun = 0
      await servers[0].atomically(async store => {
        begun += 1
        await store.accounts.insert(account(`new${begun}`))
        await store.sessions.touch('s', 5)
      })
      expect((await servers[1].accounts.list()).map(({ id }) => id)).toEqual(['a', 'new3'])
    })

    it('do not try for ever', async () => {
      await giveUp('sessions', 100)
      await expect(servers[0].sessions.touch('s', 5)).rejects.toMatchObject({ code: 'store_unavailable' })
      expect(await tries()).toBe(3)
      await expect(servers[0].atomically(store => store.sessions.touch('s', 5))).rejects.toMatchObject({
        code: 'store_unavailable',
      })
      expect(await tries()).toBe(6)
    })
  })

  it('give a lease to nobody else between the look and the end of the work', async () => {
    const [one, two] = servers
    const lease = (await one.leases.acquire('sync', 'one', 3_600_000)) as Lease
    const order: string[] = []
    let taken: Promise<unknown> = Promise.resolve()
    await one.atomically(async store => {
      expect(await store.leases.holds(lease)).toBe(true)
      // it runs out right after the look
      await store.leases.renew(lease, 0)
      taken = two.leases.acquire('sync', 'two', 3_600_000).then(got => order.push(`taken ${got?.fence}`))
      await somebodyWaits()
      order.push('written')
    })
    await taken
    expect(order).toEqual(['written', 'taken 2'])
  })

  it('grant nothing to an app by a session whose end is not committed yet', async () => {
    const [one, two] = servers
    await one.accounts.insert(account('a'))
    await one.sessions.insert({ ...session, id: 'i', hash: 's' })
    let begun: Promise<boolean> | undefined
    await one.atomically(async store => {
      await store.sessions.endAll('a')
      begun = two.oidc.begin(grant)
      await Promise.race([begun, somebodyWaits()])
    })
    expect(await begun).toBe(false)
    expect(await one.oidc.grant('g', 1)).toBeUndefined()
  })

  it('count while every connection for pages is in a work that counts', async () => {
    const came = await everybody((storage, n) =>
      storage.atomically(async () => {
        await storage.shared?.counter({ keyPrefix: 'test', points: 100, duration: 60 }).consume('x')
        return n
      }),
    )
    expect(came).toEqual(Array.from({ length: 20 }, (_, n) => n))
    expect(await database.run("select points from counters where key = 'test:x'")).toEqual([{ points: 20 }])
  })

  it('outlive a connection that is cut in the middle of a work, and keep nothing of it', async () => {
    const [one] = servers
    const cut = one.atomically(async store => {
      await store.accounts.insert(account('a'))
      await database.run(
        `select pg_terminate_backend(pid, 5000) from pg_stat_activity
         where datname = '${database.name}' and state = 'idle in transaction'`,
      )
      await store.accounts.insert(account('b'))
    })
    await expect(cut).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(await one.accounts.list()).toEqual([])
  })

  it('leave no work half begun that has waited for another in vain', async () => {
    const [one, two] = servers
    await one.atomically(async () => {
      const waiting = expect(
        two.atomically(store => store.accounts.insert(account('a'))),
      ).rejects.toMatchObject({ code: 'store_unavailable' })
      await somebodyWaits()
      await database.run(
        `select pg_cancel_backend(pid) from pg_stat_activity
         where datname = '${database.name}' and wait_event_type = 'Lock'`,
      )
      await waiting
      // on the same connection: outside of any transaction, it is seen at once
      await two.accounts.insert(account('b'))
      expect((await one.accounts.list()).map(({ id }) => id)).toEqual(['b'])
    })
  })

  function somebodyWaits(): Promise<void> {
    return expect
      .poll(() =>
        database.run(
          `select 1 from pg_stat_activity where datname = '${database.name}' and wait_event_type = 'Lock'`,
        ),
      )
      .not.toEqual([])
  }
})

const source = {
  id: 'github',
  type: 'github',
  name: 'GitHub',
  enabled: true,
  autoRegister: {
    enabled: true,
    role: 'general',
    permission: 0,
    baseDir: '/',
    onNameCollision: 'append-subject',
  },
} as unknown as SourceConfig

const person = (subject: string, username?: string): Admitted => ({
  issuer: 'x',
  subject,
  username,
  claims: {},
  public: false,
  directory: false,
})

const account = (id: string) => ({
  id,
  username: id,
  usernameKey: id,
  displayName: null,
  email: null,
  phone: null,
  role: 'general' as const,
  givenPermission: 0,
  givenBaseDir: '/',
  disabled: false,
  createdAt: 0,
  lastSignInAt: null,
})

const session = {
  accountId: 'a',
  source: 'github',
  createdAt: 1,
  provedAt: 1,
  seenAt: 1,
  endsAt: 1000,
  address: '',
  userAgent: '',
}

const grant = {
  id: 'g',
  client: 'wiki',
  accountId: 'a',
  sessionId: 'i',
  source: 'github',
  scope: 'openid',
  createdAt: 1,
  endsAt: 1000,
}

const transaction = {
  stateHash: 'state',
  browserHash: 'browser',
  source: 'dingtalk',
  mode: 'sign-in' as const,
  sessionHash: null,
  returnTo: '/',
  nonce: 'nonce',
  codeVerifier: 'verifier',
  redirectUri: 'https://sso.example.com/auth/dingtalk/callback',
  createdAt: 1,
  expiresAt: 1000,
}
