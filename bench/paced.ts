import { randomBytes } from 'node:crypto'
import { setImmediate as othersTurn } from 'node:timers/promises'
import dingtalk from '../plugins/dingtalk/index.ts'
import { simulate } from '../plugins/dingtalk/simulator/index.ts'
import type { Config } from '../src/config/config.ts'
import { run } from '../src/directory/run.ts'
import type { Host } from '../src/plugin.ts'
import { createWorld } from '../src/sandbox/organisation.ts'
import { openStorage } from '../src/storage/open.ts'
import { source } from './source.ts'

/** DingTalk allows so many calls a second, of each of its APIs. */
const allowed = 20
/** From a call to its answer. */
const latencyMs = 100

/** Time that passes when everybody waits, and only then. */
class VirtualClock {
  time = Date.UTC(2026, 0, 1)
  #waiting: { at: number; go: () => void }[] = []
  readonly now = () => this.time
  readonly chance = () => 0
  readonly wait = (ms: number) =>
    new Promise<void>(go => {
      this.#waiting.push({ at: this.time + ms, go })
    })

  /** Until `work` is done. */
  async pass<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    const ended = work.finally(() => {
      isDone = true
    })
    while (!isDone) {
      for (let turns = 0; turns < 5; turns += 1) await othersTurn()
      const next = this.#waiting.toSorted((a, b) => a.at - b.at)[0]
      if (!next) continue
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      this.time = Math.max(this.time, next.at)
      next.go()
    }
    return ended
  }
}

/**
 * A read of the simulated DingTalk with its limit on, in virtual time. What the limit allows: the calls of the API that
 * has most of them, 20 a second, as though nothing else took any time.
 */
export async function paced(people: number): Promise<void> {
  const departments = people / 20
  const clock = new VirtualClock()
  const world = createWorld({ now: clock.now, random: randomBytes })
  const [pattern] = world.people
  if (!pattern) throw new Error('the made-up organisation is empty')
  world.departments.splice(
    0,
    Number.POSITIVE_INFINITY,
    ...Array.from({ length: departments - 1 }, (_, n) => ({
      id: String(n + 2),
      name: `Department ${n + 2}`,
      parent: n < 10 ? null : String(2 + Math.floor(n / 10)),
    })),
  )
  world.people.splice(
    0,
    Number.POSITIVE_INFINITY,
    ...Array.from({ length: people }, (_, n) => ({
      ...pattern,
      id: `user${n}`,
      name: `Person ${n}`,
      departments: [String(2 + (n % (departments - 1)))],
    })),
  )
  const options = {
    ...{ corpId: 'ding3608be7c4e5266ce4ac5d6980864', clientId: 'dingapp' },
    ...{ edition: 'standard', membership: 'required', clientSecret: { reveal: () => 'a secret' } },
    endpoints: Object.fromEntries(
      ['login', 'api', 'oapi', 'jsapi'].map(name => [name, `http://ding.test/${name}`]),
    ),
  } as unknown as Parameters<typeof simulate>[0]
  const vendor = await simulate(options, world)
  const calls = new Map<string, number>()
  let refused = 0
  const host: Partial<Host> = {
    source: 'dingtalk',
    now: clock.now,
    log: { info() {}, warn() {} },
    async fetch(url, init) {
      const request = new Request(url, init)
      const { pathname } = new URL(request.url)
      calls.set(pathname, (calls.get(pathname) ?? 0) + 1)
      // half of it on the way there
      await clock.wait(latencyMs / 2)
      const answer = await vendor(request)
      if ((await answer.clone().text()).includes('90018')) refused += 1
      await clock.wait(latencyMs / 2)
      return answer
    },
  }
  const { directory } = await dingtalk.open(options, host as Host)
  if (!directory) throw new Error('DingTalk has a directory')
  const config = { admins: [], sources: [source] } satisfies Pick<Config, 'admins' | 'sources'>
  const storage = await openStorage('sqlite::memory:', '.')
  let ids = 0
  const begun = clock.time
  const report = await clock.pass(
    run(
      { config: source, directory, pace: dingtalk.directory?.pace },
      {
        ...{ storage, config, clock, signal: new AbortController().signal, stillOurs: async () => {} },
        newId: () => `id-${++ids}`,
      },
    ),
  )
  await storage.close()
  const seconds = (clock.time - begun) / 1000
  const limit = Math.max(...calls.values()) / allowed
  console.log(
    `${`${people} people, the limit on`.padEnd(44)} ${report.status}  ${report.read.members} read in ${report.calls} calls, ${refused} too many  ${seconds.toFixed(0)} s, the limit allows ${limit.toFixed(0)} s: ${(seconds / limit).toFixed(2)} (goal 1.20)`,
  )
}
