import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import type { Pusher } from '../../src/plugin.ts'
import { turnsOf } from '../../src/sandbox/pushing.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { Browser } from '../browser.ts'

const file = `version: 1
publicUrl: https://sso.example.com
autoRegister: { enabled: true, baseDir: /staff, permissions: [webdav_read] }
sources:
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
    sync: {}
    events: { aesKey: { env: DINGTALK_AES_KEY }, token: { env: DINGTALK_EVENT_TOKEN } }
`

describe('in the sandbox, what an administrator does in the vendor’s console', () => {
  const lines: string[] = []
  let sandbox: Sandbox
  afterEach(() => sandbox?.close())

  const order = (fields: Record<string, string>) =>
    fetch(sandbox.consoles[0]?.url ?? '', {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })

  it.each([
    ['', file],
    [', over the connection of Stream mode', file.replace(/events: .*/, 'events: { mode: stream }')],
  ])('locks out whoever is removed, before the console says that it is done%s', async (_, text) => {
    const { config } = await compile(text, { file: 'sso.config.yaml' })
    if (!config) throw new Error('the file is wrong')
    sandbox = await startSandbox(config, { log: createLog('info', line => lines.push(line)), port: 0 })
    const [lisi, wangwu] = [new Browser(sandbox.url), new Browser(sandbox.url)]
    await lisi.signIn('dingtalk', 'lisi')
    await wangwu.signIn('dingtalk', 'wangwu')
    const isIn = async (browser: Browser) => (await browser.get('/account')).status === 200
    expect([await isIn(lisi), await isIn(wangwu)]).toEqual([true, true])

    expect((await order({ do: 'remove', person: 'lisi' })).status).toBe(303)
    expect([await isIn(lisi), await isIn(wangwu)]).toEqual([false, true])
    expect(lines.filter(line => line.includes('refuses'))).toEqual([])
  })
})

describe('the turns of a pusher', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }))
  afterEach(() => void vi.useRealTimers())

  /** Wants its next turns at those times. */
  function pusher(nexts: (number | undefined)[]): Pusher & { turns: number[] } {
    return {
      turns: [],
      keys: {},
      subscribe: async () => true,
      async deliver() {
        this.turns.push(Date.now())
        return nexts.shift()
      },
    }
  }

  it('come when the next try is due, until nothing waits', async () => {
    const waiting = pusher([10_000, 40_000, undefined])
    await turnsOf(waiting, Date.now).take()
    await vi.advanceTimersByTimeAsync(100_000)
    expect(waiting.turns).toEqual([0, 10_000, 40_000])
  })

  it('are one more for everything that the vendor has answered, and no more of those that were due before', async () => {
    const waiting = pusher([10_000, 12_000, undefined])
    const { take } = turnsOf(waiting, Date.now)
    await take()
    await vi.advanceTimersByTimeAsync(5_000)
    await take()
    await vi.advanceTimersByTimeAsync(100_000)
    expect(waiting.turns).toEqual([0, 5_000, 12_000])
  })

  it('end with the sandbox', async () => {
    const waiting = pusher([10_000])
    const { take, stop } = turnsOf(waiting, Date.now)
    await take()
    stop()
    await vi.advanceTimersByTimeAsync(100_000)
    expect(waiting.turns).toEqual([0])
  })
})
