import { describe, expect, it } from 'vitest'
import { roleOf } from '../../src/accounts/role.ts'
import type { Account, Binding } from '../../src/model.ts'

const account = { role: 'general' } as Account
const bound = (issuer: string) => [{ source: 'microsoft', subject: 'anyi', issuer } as Binding]
const [ours, theirs] = ['https://login.example/ours', 'https://login.example/theirs']

describe('an administrator whom the file names', () => {
  it('with an issuer is nobody of another one', () => {
    const admins = [{ source: 'microsoft', subject: 'anyi', issuer: ours }]
    expect(roleOf(account, bound(ours), admins)).toBe('admin')
    expect(roleOf(account, bound(theirs), admins)).toBe('general')
  })

  it('without one may be of any', () => {
    const admins = [{ source: 'microsoft', subject: 'anyi' }]
    expect(roleOf(account, bound(theirs), admins)).toBe('admin')
    expect(roleOf(account, bound(theirs), [{ source: 'github', subject: 'anyi' }])).toBe('general')
  })
})
