import { expect, it } from 'vitest'
import { noFacts } from '../../src/accounts/facts.ts'
import { rightsOf } from '../../src/accounts/rights.ts'
import type { SourceConfig } from '../../src/config/config.ts'
import { signIn } from '../../src/signin/signin.ts'
import { openStorage } from '../../src/storage/open.ts'
import { account, binding } from '../storage/records.ts'

it.each([true, false])(
  'who has left a directory and comes in all the same has nothing of what it said: open to strangers %s',
  async isPublic => {
    const storage = await openStorage('sqlite::memory:', process.cwd())
    const source = {
      ...{ id: 'dingtalk', type: 'dingtalk', name: 'DingTalk', enabled: true, options: {}, public: isPublic },
      sync: { users: true, fields: {} },
    } as unknown as SourceConfig
    await storage.accounts.insert(account({ id: 'a' }))
    await storage.bindings.insert(
      binding({
        ...{ source: 'dingtalk', issuer: 'i', subject: 's', accountId: 'a', goneAt: 5 },
        told: { displayName: 'L', email: null, phone: null },
        facts: {
          ...noFacts,
          departments: ['研发部'],
          title: '总监',
          attributes: { level: '9' },
          public: isPublic,
          directory: true,
        },
      }),
    )
    const host = { storage, now: 10, newId: () => 'x', mayRegister: async () => {} }
    await signIn(host, source, { issuer: 'i', subject: 's', claims: {} })
    const [bound] = await storage.bindings.of('a')
    expect(bound).toMatchObject({
      goneAt: null,
      facts: { departments: [], title: null, attributes: {}, directory: false },
    })
    const kept = await storage.accounts.find('a')
    const grants = [
      { id: 'rd', when: { source: 'dingtalk', department: '研发部' }, groups: [], permission: 1 },
    ]
    if (!kept) throw new Error('the account is gone')
    expect(rightsOf(kept, bound ? [bound] : [], { sources: [source], grants }).matches).toEqual([])
    await storage.close()
  },
)
