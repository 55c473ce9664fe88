import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TellingHost, tellingOn } from '../../src/server/apps/telling.ts'
import { engines, type Opened } from '../storage/engines.ts'
import { account, session } from '../storage/rows.ts'

/** The address that a client of the file has for it. */
const backchannelLogoutUri = 'https://wiki.example.com/logout'

describe.each(engines)('telling apps of ends, on $name', ({ open }) => {
  let opened: Opened
  let now: number
  let calls: string[]
  let status: number
  let lines: Record<string, unknown>[]
  let host: TellingHost

  beforeEach(async () => {
    opened = await open()
    ;[now, calls, status, lines] = [1000, [], 200, []]
    const { storage } = opened
    await storage.accounts.insert(account)
    const line = (detail: object, message: string) => void lines.push({ ...detail, message })
    const client = { app: 'wiki', clientId: 'wiki', backchannelLogoutUri }
    host = {
      storage,
      now: () => now,
      log: { info: line, warn: line },
      apps: new Map([app('wiki', 'oidc'), app('silent', 'link'), app('closed', 'oidc', false)]),
      oidc: {
        clients: new Map([['wiki', client]]),
        provider: async () => ({
          logoutToken: async (_client: unknown, { handle }: { handle: string }) => handle,
        }),
      },
      outbound: {
        async fetch(url: string, { body }: { body: string }) {
          calls.push(`${url} ${body}`)
          return new Response(null, { status })
        },
      },
    } as unknown as TellingHost
  })
  afterEach(() => opened.close())

  const app = (id: string, type: string, enabled = true) =>
    [id, { config: { id, type, enabled }, options: {} }] as const

  async function ended(...apps: string[]): Promise<void> {
    await opened.storage.sessions.insert(session('a'))
    for (const each of apps)
      await opened.storage.openings.open({
        handle: `${each}-handle`,
        app: each,
        sessionId: 'id a',
        accountId: 'x',
        subject: 'x',
        openedAt: 1,
      })
    await opened.storage.sessions.end('a')
  }
  async function tell(telling = tellingOn(host)): Promise<void> {
    telling.tell()
    await telling.close()
  }
  const waiting = () => opened.storage.openings.toTell(100, Number.MAX_SAFE_INTEGER)

  it('is done once, and for apps that cannot be told not at all', async () => {
    await ended('wiki', 'silent', 'closed', 'gone')
    await tell()
    expect(calls).toEqual([`${backchannelLogoutUri} logout_token=wiki-handle`])
    expect(await waiting()).toEqual([])
    expect(lines).toEqual([])
  })

  it('is done by one of several servers', async () => {
    await ended('wiki')
    const [one, other] = [tellingOn(host), tellingOn(host)]
    await Promise.all([tell(one), tell(other)])
    expect(calls).toHaveLength(1)
  })

  /** Another server has its turn, and looked before anything was there; this one has been refused. */
  async function refused() {
    const { leases } = opened.storage
    const turn = await leases.acquire('telling', 'another server', 60_000)
    if (!turn) throw new Error('nobody else has it')
    const answers: boolean[] = []
    const watched: typeof leases = {
      ...leases,
      async acquire(...asked) {
        const got = await leases.acquire(...asked)
        answers.push(got !== undefined)
        return got
      },
    }
    const telling = tellingOn({ ...host, storage: { ...opened.storage, leases: watched } })
    await ended('wiki')
    telling.tell()
    await expect.poll(() => answers[0]).toBe(false)
    expect(calls).toEqual([])
    return { telling, endTurn: () => leases.release(turn) }
  }

  it('follows another server within a moment, and does not wait for the next minute', async () => {
    const { telling, endTurn } = await refused()
    await endTurn()
    await expect.poll(() => calls, { timeout: 10_000 }).toHaveLength(1)
    await telling.close()
  })

  it('is tried once more, and waits for nobody, when the server stops', async () => {
    const { telling, endTurn } = await refused()
    await endTurn()
    await telling.close()
    expect(calls).toHaveLength(1)
  })

  it('is left to the other server when this one stops', async () => {
    const { telling } = await refused()
    await telling.close()
    expect([calls, (await waiting()).length]).toEqual([[], 1])
  })

  it('is tried again with growing pauses, and then given up with a line in the log', async () => {
    status = 503
    await ended('wiki')
    const pauses: number[] = []
    for (let tries = 1; tries < 9; tries += 1) {
      await tell()
      expect(calls).toHaveLength(tries)
      const [{ tellAt } = { tellAt: 0 }] = await waiting()
      pauses.push((tellAt - now) / 1000)
      now = tellAt - 1
      await tell()
      expect(calls).toHaveLength(tries)
      now = tellAt
    }
    expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3840])
    await tell()
    expect(await waiting()).toEqual([])
    expect(lines.at(-1)).toMatchObject({
      message: 'an app was given up: it does not know of an end',
      app: 'wiki',
      tries: 9,
    })
    expect(JSON.stringify(lines)).not.toContain('wiki-handle')
  })

  it('goes through all that is waiting, more than is told at once', async () => {
    for (let each = 0; each < 50; each += 1) {
      await opened.storage.sessions.insert({ ...session(`s${each}`), id: `id s${each}` })
      await opened.storage.openings.open({
        handle: `h${each}`,
        app: 'wiki',
        sessionId: `id s${each}`,
        accountId: 'x',
        subject: 'x',
        openedAt: each,
      })
    }
    await opened.storage.sessions.endAll('x')
    await tell()
    expect(calls).toHaveLength(50)
    expect(await waiting()).toEqual([])
  })
})
