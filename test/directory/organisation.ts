import { compile } from '../../src/config/compile.ts'
import type { Config } from '../../src/config/config.ts'
import type { Followed, RunHost } from '../../src/directory/run.ts'
import { run } from '../../src/directory/run.ts'
import type { Department, Directory, Entry, Member } from '../../src/plugin.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** A directory that is what a test makes of it, and accounts that follow it. */
export interface Stage {
  storage: Storage
  departments: Department[]
  people: Member[]
  /** Entries that a read gives besides; a function is called in its place, and may throw. */
  more: (Entry | (() => void))[]
  /** In the lists no more, and still there when asked for … */
  hidden: Set<string>
  /** … and neither. */
  lost: Set<string>
  clock: { now: number }
  run(options?: Partial<RunHost>): ReturnType<typeof run>
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

export async function stage(sync = 'sync: {}', more = '', opened?: Storage): Promise<Stage> {
  const config = await configOf(sync, more)
  const storage = opened ?? (await openStorage('sqlite::memory:', '/'))
  let ids = 0
  const it: Stage = {
    storage,
    departments: [{ id: '1', name: 'Example', parent: null }],
    people: [],
    more: [],
    hidden: new Set(),
    lost: new Set(),
    clock: { now: 1_700_000_000_000 },
    run: options => run(it.followed(), it.host(options)),
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
  const directory: Directory = {
    async *read() {
      for (const department of it.departments) yield { department }
      for (const person of it.people) if (!it.hidden.has(person.directoryId)) yield { member: person }
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
