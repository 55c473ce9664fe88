import { expect } from 'vitest'
import type { Binding } from '../../src/model.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { makeFolder } from './folder.ts'
import { command } from './io.ts'

export const github =
  '{ id: github, type: github, name: GitHub, clientId: app, clientSecret: { env: SECRET }, allow: { organizations: [example] } }'
export const partner =
  '{ id: partner, type: oidc, name: Partner, issuer: "https://id.example.com", clientId: app, clientSecret: { env: PARTNER_SECRET } }'
/** Tells departments, which a grant asks for. */
export const dingtalk =
  '{ id: dingtalk, type: dingtalk, name: 钉钉, corpId: ding3608be7c4e5266ce4ac5d6980864, clientId: app, clientSecret: { env: DINGTALK_SECRET } }'
export const ownPasswords = '{ id: local, type: local, name: Password }'
export const grants = `grants:
  - { id: hub, when: { source: github }, groups: [hubbers], permissions: [write], baseDir: /hub }
  - { id: rd, when: { department: 研发部, not: { title: 总监 } }, groups: [developers], permissions: [rename] }
`
export const file = (extra: string, sources: readonly string[]) => `version: 1
publicUrl: https://sso.example.com
storage: { url: "sqlite:./data/sso.db" }
session: { idle: 30m }
admins: [{ source: partner, subject: boss }]
autoRegister: { enabled: true, baseDir: /staff, permissions: [webdav_read, webdav_manage], role: guest }
${extra}sources:
${sources.map(source => `  - ${source}\n`).join('')}`

export const password = 'seven lanterns over the river'

/** A folder with a file, and what one can do there. */
export function office(...sources: string[]) {
  return officeWith('', sources)
}

/** The same with more in its file. */
export function officeWith(extra: string, sources: readonly string[]) {
  const cwd = makeFolder({ 'sso.config.yaml': file(extra, sources) })
  const accounts = (args: string, stdin = '') => command(['accounts', ...args.split(' ')], { cwd, stdin })
  return {
    cwd,
    accounts,
    /** The same with arguments that have spaces in them. */
    asked: (...args: string[]) => command(['accounts', ...args], { cwd }),
    json: async <T = Record<string, unknown>>(args: string, stdin = ''): Promise<T> => {
      const { code, stdout, stderr } = await accounts(`${args} --format json`, stdin)
      // the first of a fresh folder says that it made the database
      expect([code, stderr.replace(/^new, empty database .*\n/, '')], args).toEqual([0, ''])
      return JSON.parse(stdout) as T
    },
    /** Directly in the database, as a running server would. */
    async inStore<T>(work: (storage: Storage) => Promise<T>): Promise<T> {
      const storage = await openStorage('sqlite:./data/sso.db', cwd)
      try {
        return await work(storage)
      } finally {
        await storage.close()
      }
    },
  }
}

export const binding = (accountId: string, fields: Partial<Binding> = {}): Binding => ({
  source: 'github',
  issuer: 'https://github.com',
  subject: '42',
  directoryId: null,
  accountId,
  label: null,
  password: null,
  boundAt: 1_700_000_000_000,
  facts: null,
  told: null,
  goneAt: null,
  ...fields,
})

export const session = (accountId: string, hash: string, now = Date.now()) => ({
  id: `id of ${hash}`,
  hash,
  accountId,
  source: 'github',
  createdAt: now,
  provedAt: now,
  seenAt: now,
  endsAt: now + 1_000_000,
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
})
