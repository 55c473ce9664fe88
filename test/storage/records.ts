import type { Account, Binding, Facts } from '../../src/model.ts'
import type { AListBind, AListToken } from '../../src/storage/alist.ts'
import type { Lease } from '../../src/storage/leases.ts'
import type { SessionRecord } from '../../src/storage/sessions.ts'
import type { Storage } from '../../src/storage/storage.ts'
import type { TransactionRecord } from '../../src/storage/transactions.ts'

export const twenty = <T>(work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 20 }, (_, n) => work(n)))

export const sorted = (bindings: Binding[]) =>
  bindings.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1))

/** '0' … */
export const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n))

type NewAccount = Account & { usernameKey: string }

/** Named by its id. */
export function account(fields: Partial<NewAccount> = {}): NewAccount {
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
    manualEmail: null,
    disabled: false,
    leftAt: null,
    leftSource: null,
    createdAt: 1,
    lastSignInAt: null,
    ...fields,
  }
}

/** As the program sees it: without the key. */
export function seen({ usernameKey: _, ...rest }: NewAccount): Account {
  return rest
}

export const binding = (fields: Partial<Binding> = {}): Binding => ({
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

export const facts: Facts = {
  departments: ['1002', '研发部 “平台”'],
  groups: ['cn=ops,dc=example'],
  domain: 'example.com',
  email: 'lisi@example.com',
  title: null,
  attributes: { costCenter: '4711' },
  public: false,
  directory: false,
}

export const session = (fields: Partial<SessionRecord> = {}): SessionRecord => ({
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

export const transaction = (fields: Partial<TransactionRecord> = {}): TransactionRecord => ({
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

export const alistToken = (fields: Partial<AListToken> = {}): AListToken => ({
  hash: 'token',
  sessionHash: 's1',
  frontend: 'https://files.example.com',
  createdAt: 1,
  openBy: null,
  endsAt: 1000,
  ...fields,
})

export const alistBind = (fields: Partial<AListBind> = {}): AListBind => ({
  sessionHash: 's1',
  handleHash: 'handle',
  source: 'dingtalk',
  identity: '{"subject":"李四"}',
  expiresAt: 1000,
  ...fields,
})

/** One whose lease has run out, and the one who got it then. */
export async function twoHolders({ leases }: Storage): Promise<[Lease, Lease]> {
  const over = (await leases.acquire('sync', 'one', 0)) as Lease
  return [over, (await leases.acquire('sync', 'two', 3_600_000)) as Lease]
}
