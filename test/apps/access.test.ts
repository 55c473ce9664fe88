import { describe, expect, it } from 'vitest'
import { noFacts } from '../../src/accounts/facts.ts'
import type { Person } from '../../src/accounts/person.ts'
import { accessTo } from '../../src/apps/access.ts'
import type { Access } from '../../src/config/config.ts'
import type { Account } from '../../src/model.ts'

const person = (groups: string[], departments: string[], sources: string[], disabled = false): Person => ({
  account: { id: 'a', username: 'lisi', disabled } as Account,
  bindings: [],
  identities: sources.map(source => ({ ...noFacts, source, departments })),
  rights: { permission: 0, baseDir: '/', groups, matches: [] },
})
const ask = (allow: Access, who: Person, enabled = true) => accessTo({ enabled, allow }, who)
const lisi = person(['developers', 'ops'], ['1001', '研发部'], ['dingtalk', 'github'])

describe('the decision about a person and an app', () => {
  it('lets everyone in where the file says so', () => {
    expect(ask('everyone', person([], [], []))).toEqual({ allowed: true, by: 'everyone', steps: [] })
  })

  it.each<[Access, boolean]>([
    [{ groups: ['ops', 'none'] }, true],
    [{ groups: ['Ops'] }, false],
    [{ groups: [] }, false],
    [{ departments: ['研发部'] }, true],
    [{ departments: ['1002'] }, false],
    [{ sources: ['github'] }, true],
    [{ sources: ['google'] }, false],
    [{ groups: ['ops'], sources: ['dingtalk'] }, true],
    [{ groups: ['ops'], sources: ['google'] }, false],
    [{ groups: ['none'], sources: ['github'], departments: ['1001'] }, false],
    [{}, false],
  ])('%j: %s', (allow, allowed) => {
    expect(ask(allow, lisi).allowed).toBe(allowed)
  })

  it('tells of every list what was wanted, what is there, and what decided', () => {
    expect(ask({ groups: ['none', 'ops'], sources: ['google'] }, lisi)).toEqual({
      allowed: false,
      by: 'lists',
      steps: [
        { key: 'groups', wanted: ['none', 'ops'], has: ['developers', 'ops'], met: 'ops' },
        { key: 'sources', wanted: ['google'], has: ['dingtalk', 'github'] },
      ],
    })
  })

  it('is no for a disabled account and for a closed app, whatever the lists say', () => {
    expect(ask('everyone', person([], [], [], true))).toMatchObject({
      allowed: false,
      by: 'account-disabled',
    })
    expect(ask('everyone', lisi, false)).toMatchObject({ allowed: false, by: 'app-closed' })
  })
})
