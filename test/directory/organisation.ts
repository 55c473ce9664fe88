import { compile } from '../../src/config/compile.ts'
import type { Config } from '../../src/config/config.ts'
import type { Followed, RunHost } from '../../src/directory/run.ts'
import { run } from '../../src/directory/run.ts'
import type { Department, Directory, Entry, Member, Reading } from '../../src/plugin.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { walk } from '../../src/walk.ts'
import { databaseClock } from '../storage/clock.ts'

/** A directory that is what a test makes of it, and accounts that follow it. */
export interface Stage {
  storage: Storage
  departments: Department[]
  people: Member[]
  /** Entries that a read gives besides; a function is called in its place, and may throw. */
  more: (Entry | (() => void))[]
  /** Reads department by department, and gives marks. */
  walks: boolean
  /** After so many marks a read goes no further, as where its process was killed. Null: it does. */
  stopsAfter: number | null
  /** In the lists no more, and still there when asked for … */
  hidden: Set<string>
  /** … and neither. */
  lost: Set<string>
  /** Of this server and, where the stage has opened its store itself or was given one on it, of the database. */
  clock: { now: number }
  run(options?: Partial<RunHost>): ReturnType<typeof run>
  /** A run that is killed after so many marks: nothing of it goes on. */
  cut(marks: number): Promise<void>
  stopped(): void
  followed(): Followed
  host(options?: Partial<RunHost>): RunHost
  account(subject: string): Promise<Awaited<ReturnType<Storage['accounts']['find']>>>
}

export const member = (id: string, more: Partial<Member> = {}): Member => ({
  issuer: 'dingtalk:corp',
  subject: `union-${id}`,
  directoryId: id,
  username: id,
  displayName: `Name of ${id}`,
  departments: ['1'],
  claims: {},
  fields: {},
  ...more,
})

/** When each stage begins. */
export const begin = 1_700_000_000_000

export async function stage(
  sync = 'sync: {}',
  more = '',
  opened?: Storage,
  clock = { now: begin },
): Promise<Stage> {
  const config = await configOf(sync, more)
  const storage = opened ?? (await openStorage('sqlite::memory:', '/', { clock: databaseClock(clock) }))
  let ids = 0
  const it: Stage = {
    storage,
    departments: [{ id: '1', name: 'Example', parent: null }],
    people: [],
    more: [],
    walks: false,
    stopsAfter: null,
    hidden: new Set(),
    lost: new Set(),
    clock,
    run: options => run(it.followed(), it.host(options)),
    stopped: () => {},
    async cut(marks) {
      const stopped = new Promise<void>(resolve => {
        it.stopped = resolve
      })
      it.stopsAfter = marks
      // the rest of what a read has, it may well come to
      await Promise.race([stopped, it.run()])
      it.stopsAfter = null
    },
    followed: () => {
      const source = config.sources[0]
      if (!source?.sync) throw new Error('no sync')
      return { config: { ...source, sync: source.sync }, directory }
    },
    host: options => ({
      storage,
      config,
      clock: {
        now: () => it.clock.now,
        wait: async ms => {
          it.clock.now += ms
        },
        chance: () => 0,
      },
      newId: () => {
        ids += 1
        return `id-${ids}`
      },
      signal: new AbortController().signal,
      stillOurs: async () => {},
      ...options,
    }),
    async account(subject) {
      const binding = await storage.bindings.find({ source: 'dingtalk', issuer: 'dingtalk:corp', subject })
      return binding && storage.accounts.find(binding.accountId)
    },
  }
  const listed = (department?: string): Entry[] =>
    it.people.flatMap(person => {
      const isIn = department === undefined || person.departments.includes(department)
      return isIn && !it.hidden.has(person.directoryId) ? [{ member: structuredClone(person) }] : []
    })
  const walked = (reading: Reading) =>
    walk(reading, {
      async *begin() {
        yield* it.departments.flatMap(department => (department.parent === null ? [{ department }] : []))
      },
      of: id =>
        reading.call(async () => [
          ...it.departments.flatMap(department => (department.parent === id ? [{ department }] : [])),
          ...listed(id),
        ]),
    })
  const directory: Directory = {
    async *read(_, reading) {
      if (!it.walks) {
        for (const department of it.departments) yield { department }
        yield* listed()
      } else {
        let marks = 0
        for await (const entry of walked(reading)) {
          yield entry
          if ('mark' in entry) marks += 1
          if (marks === it.stopsAfter) {
            it.stopped()
            await new Promise(() => {})
          }
        }
      }
      for (const each of it.more) {
        if (typeof each === 'function') each()
        else yield each
      }
    },
    member: async id =>
      it.lost.has(id) ? null : (it.people.find(({ directoryId }) => directoryId === id) ?? null),
  }
  return it
}

async function configOf(sync: string, more: string): Promise<Config> {
  const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: dingtalk
    type: dingtalk
    name: DingTalk
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: S }
    ${sync}
${more}`
  const { config, diagnostics } = await compile(text, { file: 'test.yaml' })
  if (!config) throw new Error(JSON.stringify(diagnostics, null, 2))
  return config
}
