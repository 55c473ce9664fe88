import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsBeside, factsOf, noFacts } from '../../src/accounts/facts.ts'
import { granted, met, type Vouched } from '../../src/accounts/grants.ts'
import { rightsOf, vouchedBy } from '../../src/accounts/rights.ts'
import type { Grant, SourceConfig, Sync, When } from '../../src/config/config.ts'
import type { Account, Admitted, Binding, Facts } from '../../src/model.ts'

const developer: Vouched = {
  source: 'dingtalk',
  departments: ['1001', '1002', '研发部', '平台组'],
  groups: ['staff'],
  domain: 'example.com',
  email: 'lisi@example.com',
  title: '工程师',
  attributes: { costCenter: '4711' },
  public: false,
  directory: false,
}
const person = (fields: Partial<Vouched> = {}): Vouched => ({ ...noFacts, source: 'github', ...fields })
const grant = (id: string, when: When, gives: Partial<Grant> = {}): Grant => ({
  id,
  when,
  groups: [],
  permission: 0,
  ...gives,
})

describe('a condition', () => {
  const conditions: [when: When, isMet: boolean][] = [
    [{ source: 'dingtalk' }, true],
    [{ source: 'github' }, false],
    [{ source: ['github', 'dingtalk'] }, true],
    [{ department: '研发部' }, true],
    [{ department: '1002' }, true],
    [{ department: '研发' }, false],
    [{ department: ['市场部', '平台组'] }, true],
    [{ department: [] }, false],
    [{ group: 'staff' }, true],
    [{ group: 'Staff' }, false],
    [{ domain: 'example.com' }, true],
    [{ domain: 'mail.example.com' }, false],
    [{ title: '工程师' }, true],
    [{ title: ['总监'] }, false],
    [{ attribute: { costCenter: '4711' } }, true],
    [{ attribute: { costCenter: ['1', '4711'] } }, true],
    [{ attribute: { costCenter: '4711', floor: '3' } }, false],
    [{ attribute: { constructor: 'Object' } }, false],
    [{ attribute: { toString: [] } }, false],
    [{ source: 'dingtalk', department: '研发部' }, true],
    [{ source: 'github', department: '研发部' }, false],
    [{ all: [{ department: '研发部' }, { department: '平台组' }] }, true],
    [{ all: [{ department: '研发部' }, { department: '市场部' }] }, false],
    [{ any: [{ department: '市场部' }, { title: '工程师' }] }, true],
    [{ any: [{ department: '市场部' }, { title: '总监' }] }, false],
    [{ any: [] }, false],
    [{ not: { department: '市场部' } }, true],
    [{ not: { department: '研发部' } }, false],
    [{ source: 'dingtalk', not: { title: '总监' } }, true],
    [{ source: 'github', not: { title: '总监' } }, false],
    [{ all: [{ any: [{ source: 'github' }, { not: { not: { title: '工程师' } } }] }] }, true],
  ]
  it.each(conditions)('%j is met by a developer: %s', (when, isMet) => {
    expect(met(when, developer) !== undefined).toBe(isMet)
  })

  const stranger = person({ ifNamed: { groups: ['admin'] } })
  it.each<[when: When, isMet: boolean]>([
    [{ group: 'admin' }, false],
    [{ source: 'github', group: 'admin' }, true],
    [{ source: ['dingtalk', 'github'], group: ['owners', 'admin'] }, true],
    [{ source: 'dingtalk', group: 'admin' }, false],
    [{ source: 'github', any: [{ title: '总监' }, { group: 'admin' }] }, true],
    [{ all: [{ source: 'github' }, { group: 'admin' }] }, true],
    [{ all: [{ all: [{ source: 'github' }] }, { any: [{ all: [{ group: 'admin' }] }] }] }, true],
    [{ all: [{ group: 'admin' }, { any: [{ source: 'github' }] }] }, false],
    [{ any: [{ source: 'dingtalk' }, { group: 'admin' }] }, false],
    [{ group: 'admin', not: { source: 'dingtalk' } }, false],
    // what somebody says of themselves may take from them
    [{ not: { group: 'admin' } }, false],
    [{ not: { not: { group: 'admin' } } }, false],
    [{ not: { all: [{ any: [{ group: 'admin' }] }] } }, false],
    [{ not: { group: 'others' } }, true],
    [{ source: 'github', not: { group: 'admin' } }, false],
    [{ not: { source: 'github', group: 'admin' } }, false],
  ])('asks for a group of a public source only where it names the source: %j, %s', (when, isMet) => {
    expect(met(when, stranger) !== undefined).toBe(isMet)
  })

  it('tells what met it', () => {
    const when: When = {
      source: ['github', 'dingtalk'],
      attribute: { costCenter: '4711' },
      any: [{ title: '总监' }, { department: ['市场部', '研发部'] }],
      not: { domain: 'example.net' },
    }
    expect(met(when, developer)).toEqual([
      { key: 'source', value: 'dingtalk' },
      { key: 'attribute.costCenter', value: '4711' },
      { key: 'department', value: '研发部' },
      { not: { domain: 'example.net' } },
    ])
  })

  it.each<When>([
    { department: '研发部' },
    { group: 'staff' },
    { domain: 'example.com' },
    { title: '工程师' },
    { attribute: { costCenter: '4711' } },
  ])('is not met by somebody of whom nothing is known: %j', when => {
    expect(met(when, person())).toBeUndefined()
  })
})

describe('grants', () => {
  it('give all of what matches, the base directory of the last one', () => {
    const grants = [
      grant('rd', { department: '研发部' }, { groups: ['developers'], permission: 24, baseDir: '/rd' }),
      grant('market', { department: '市场部' }, { groups: ['market'], permission: 128, baseDir: '/market' }),
      grant('platform', { department: '平台组' }, { groups: ['ops'], permission: 16 + 64, baseDir: '/ops' }),
      grant('everybody', { source: 'dingtalk' }, { permission: 1 }),
    ]
    const { matches, ...given } = granted(grants, [developer])
    expect(given).toEqual({
      groups: ['staff', 'developers', 'ops'],
      permission: 1 + 24 + 64,
      baseDir: '/ops',
    })
    expect(matches.map(({ grant, source, because }) => [grant.id, source, because])).toEqual([
      ['rd', 'dingtalk', [{ key: 'department', value: '研发部' }]],
      ['platform', 'dingtalk', [{ key: 'department', value: '平台组' }]],
      ['everybody', 'dingtalk', [{ key: 'source', value: 'dingtalk' }]],
    ])
  })

  it('give nothing to somebody with no identity, and no base directory where none has one', () => {
    const grants = [grant('all', { not: { group: 'x' } }, { permission: 1, groups: ['all'] })]
    expect(granted(grants, [])).toEqual({ groups: [], permission: 0, matches: [] })
    expect(granted(grants, [person()])).toMatchObject({ groups: ['all'], permission: 1 })
    expect(granted(grants, [person()])).not.toHaveProperty('baseDir')
  })

  it('let a group count for the grants after it, and not for those before it', () => {
    const first = grant('rd', { department: '研发部' }, { groups: ['developers'] })
    const second = grant('write', { group: 'developers' }, { permission: 8, groups: ['writers'] })
    const third = grant('move', { group: ['writers'] }, { permission: 32 })
    expect(granted([first, second, third], [developer]).permission).toBe(40)
    expect(granted([third, second, first], [developer]).permission).toBe(0)
    expect(granted([third, second, first], [developer]).groups).toEqual(['staff', 'developers'])
  })

  it('do not let a grant count for itself', () => {
    const own = grant('own', { not: { group: 'outsiders' } }, { groups: ['outsiders'], permission: 1 })
    expect(granted([own, own], [developer])).toMatchObject({ permission: 1, matches: [{ grant: own }] })
  })

  it('hold every identity by itself, and unite what they get', () => {
    const grants = [
      grant('rd', { department: '研发部' }, { groups: ['developers'], permission: 8 }),
      grant('hub', { source: 'github' }, { permission: 16, baseDir: '/hub' }),
      grant('both', { source: 'github', department: '研发部' }, { permission: 128 }),
      // the group is one of the other identity
      grant('mixed', { source: 'github', group: 'developers' }, { permission: 256 }),
    ]
    const { matches, ...given } = granted(grants, [developer, person()])
    expect(given).toEqual({ groups: ['staff', 'developers'], permission: 24, baseDir: '/hub' })
    expect(matches.map(({ grant, source }) => [grant.id, source])).toEqual([
      ['rd', 'dingtalk'],
      ['hub', 'github'],
    ])
  })

  it('tell of each identity that they apply to', () => {
    const all = grant('all', { any: [{ source: 'github' }, { source: 'dingtalk' }] }, { groups: ['all'] })
    const { matches, groups } = granted([all], [developer, person()])
    expect(matches.map(({ source }) => source)).toEqual(['dingtalk', 'github'])
    expect(groups).toEqual(['staff', 'all'])
  })

  it('change nothing of what they are given', () => {
    const identities = [structuredClone(developer)]
    granted([grant('rd', { source: 'dingtalk' }, { groups: ['developers'] })], identities)
    expect(identities).toEqual([developer])
  })
})

const word = fc.constantFrom('a', 'b', 'c', 'd')
const words = fc.uniqueArray(word)
const people: fc.Arbitrary<Vouched> = fc.record({
  source: word,
  departments: words,
  groups: words,
  domain: fc.option(word),
  email: fc.option(word),
  title: fc.option(word),
  attributes: fc.dictionary(word, word),
  public: fc.constant(false),
  directory: fc.constant(false),
})
const value = fc.oneof(word, fc.uniqueArray(word, { minLength: 1 }))
const conditions = (keys: readonly ('source' | 'department' | 'group' | 'domain' | 'title')[]) =>
  fc.letrec<{ when: When }>(tie => ({
    when: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      ...keys.map(key => value.map((wanted): When => ({ [key]: wanted }))),
      fc.record({ attribute: fc.dictionary(word, value, { minKeys: 1 }) }),
      fc.record({ all: fc.array(tie('when'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('when'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('when'), department: value }),
    ),
  })).when
const anyWhen = conditions(['source', 'department', 'group', 'domain', 'title'])
const whenWithoutGroups = conditions(['source', 'department', 'domain', 'title'])
const grantsOf = (when: fc.Arbitrary<When>) =>
  fc.array(
    fc.record(
      {
        id: word,
        when,
        groups: words,
        permission: fc.integer({ min: 0, max: 0x7fff_ffff }),
        baseDir: fc.constantFrom('/a', '/b', '/c'),
      },
      { requiredKeys: ['id', 'when', 'groups', 'permission'] },
    ) as fc.Arbitrary<Grant>,
    { maxLength: 6 },
  )
const isMet = (when: When, someone: Vouched) => met(when, someone) !== undefined
const asSets = ({ groups, permission }: { groups: readonly string[]; permission: number }) => ({
  groups: [...groups].sort(),
  permission,
})

describe('whatever the file and the person', () => {
  it('no grant takes anything away: more grants, more identities, never less', () => {
    fc.assert(
      fc.property(
        grantsOf(anyWhen),
        grantsOf(anyWhen),
        fc.array(people),
        people,
        (some, more, known, another) => {
          const before = granted(some, known)
          for (const after of [granted([...some, ...more], known), granted(some, [...known, another])]) {
            expect(after.permission & before.permission).toBe(before.permission)
            expect(after.groups).toEqual(expect.arrayContaining([...before.groups]))
          }
        },
      ),
    )
  })

  it('groups and permissions do not depend on the order of grants that ask for no group', () => {
    const orders = grantsOf(whenWithoutGroups).chain(grants =>
      fc.tuple(fc.constant(grants), fc.shuffledSubarray(grants, { minLength: grants.length })),
    )
    fc.assert(
      fc.property(orders, fc.array(people), ([one, other], known) => {
        expect(asSets(granted(one, known))).toEqual(asSets(granted(other, known)))
      }),
    )
  })

  it('nothing depends on the order of identities and of what they have, but the order of groups', () => {
    fc.assert(
      fc.property(grantsOf(anyWhen), fc.array(people), (grants, known) => {
        const turned = known
          .map(each => ({
            ...each,
            departments: each.departments.toReversed(),
            groups: each.groups.toReversed(),
          }))
          .toReversed()
        const [one, other] = [granted(grants, known), granted(grants, turned)]
        expect(asSets(one)).toEqual(asSets(other))
        expect(one.baseDir).toBe(other.baseDir)
      }),
    )
  })

  it('the base directory is that of the last grant that matches and has one', () => {
    fc.assert(
      fc.property(grantsOf(whenWithoutGroups), people, (grants, someone) => {
        const last = grants.findLast(({ when, baseDir }) => baseDir !== undefined && isMet(when, someone))
        expect(granted(grants, [someone]).baseDir).toBe(last?.baseDir)
      }),
    )
  })

  it('a list is one of its entries, several keys are all of them', () => {
    fc.assert(
      fc.property(anyWhen, anyWhen, words, people, (one, other, list, someone) => {
        expect(isMet({ department: list }, someone)).toBe(
          isMet({ any: list.map(department => ({ department })) }, someone),
        )
        expect(isMet({ title: 'a', not: one }, someone)).toBe(
          isMet({ all: [{ title: 'a' }, { not: one }] }, someone),
        )
        expect(isMet({ all: [one, other] }, someone)).toBe(isMet({ all: [other, one] }, someone))
        expect(isMet({ any: [one, other] }, someone)).toBe(isMet({ any: [other, one] }, someone))
      }),
    )
  })

  it('not is the opposite, and goes into all and any as it does in logic', () => {
    fc.assert(
      fc.property(anyWhen, anyWhen, people, (one, other, someone) => {
        expect(isMet({ not: one }, someone)).toBe(!isMet(one, someone))
        expect(isMet({ not: { all: [one, other] } }, someone)).toBe(
          isMet({ any: [{ not: one }, { not: other }] }, someone),
        )
        expect(isMet({ not: { any: [one, other] } }, someone)).toBe(
          isMet({ all: [{ not: one }, { not: other }] }, someone),
        )
      }),
    )
  })
})

describe('facts of an identity', () => {
  const identity = (fields: Partial<Admitted> = {}): Admitted => ({
    issuer: 'x',
    subject: '1',
    claims: {},
    public: false,
    directory: false,
    ...fields,
  })

  it('are what the source vouches for', () => {
    const given = identity({
      departments: ['1001', '研发部', '1001'],
      groups: ['staff'],
      email: 'Li.Si@Example.COM',
      emailVerified: true,
      claims: { title: '工程师', attributes: { costCenter: '4711', floor: 3 }, corpId: 'x' },
    })
    expect(factsOf(given)).toEqual({
      departments: ['1001', '研发部'],
      groups: ['staff'],
      domain: 'example.com',
      email: 'Li.Si@example.com',
      title: '工程师',
      attributes: { costCenter: '4711' },
      public: false,
      directory: false,
    })
  })

  it.each<[email: string, emailVerified: boolean | undefined, domain: string | null]>([
    ['a@example.com', false, null],
    ['a@example.com', undefined, null],
    ['a@b@example.com', true, 'example.com'],
    ['example.com', true, null],
    ['a@', true, null],
    // the sign of the Kelvin
    ['a@\u212aelvin.example', true, '\u212aelvin.example'],
  ])('have a domain only where the address is proved: %s, %s', (email, emailVerified, domain) => {
    expect(factsOf(identity({ email, emailVerified })).domain).toBe(domain)
  })

  it('leave out what no condition could ask for', () => {
    const odd = ['', 'x'.repeat(256), 7, null, {}] as string[]
    expect(
      factsOf(identity({ departments: odd, groups: odd, claims: { title: 7, attributes: 'x' } })),
    ).toEqual(noFacts)
  })

  it('leave nothing of what was said before the source was opened to anybody, or closed to strangers', () => {
    const before: Facts = { ...developer, public: true }
    expect(factsOf(identity(), before)).toEqual(noFacts)
    expect(factsBeside(before, {}, identity())).toEqual(noFacts)
    expect(factsOf(identity({ public: true }), before).departments).toEqual(developer.departments)
  })

  it('are what the directory said, where strangers come in by the same source', () => {
    const directory: Facts = { ...developer, public: true, directory: true }
    const claimed = {
      departments: ['9'],
      groups: ['admin'],
      claims: { title: '总监', attributes: { level: '9' } },
    }
    expect(factsBeside(directory, {}, identity({ ...claimed, public: true }))).toEqual({
      ...directory,
      groups: ['admin'],
    })
  })

  it('replace those before, but for what a sign-in does not speak of', () => {
    const before: Facts = { ...developer }
    const { departments, attributes } = developer
    expect(factsOf(identity(), before)).toEqual({ ...noFacts, departments, attributes })
    expect(factsOf(identity({ departments: [], claims: { attributes: {} } }), before)).toEqual(noFacts)
  })
})

describe('the rights of an account', () => {
  const account = (fields: Partial<Account> = {}) =>
    ({
      givenPermission: 256,
      givenBaseDir: '/staff',
      manualPermission: null,
      manualBaseDir: null,
      manualEmail: null,
      ...fields,
    }) as Account
  const bound = (source: string, facts: Facts | null, goneAt: number | null = null): Binding =>
    ({ source, facts, goneAt, told: null }) as unknown as Binding
  const source = (id: string, enabled = true, isPublic = false) =>
    ({ id, enabled, public: isPublic }) as SourceConfig
  const config = {
    sources: [source('dingtalk'), source('github'), source('closed', false)],
    grants: [
      grant('rd', { department: '研发部' }, { groups: ['developers'], permission: 24, baseDir: '/rd' }),
      grant('hub', { source: 'github' }, { permission: 1 }),
    ],
  }
  const { source: _, ...facts } = developer
  const rights = (fields: Partial<Account>, ...bindings: Binding[]) => {
    const { permission, baseDir, groups } = rightsOf(account(fields), bindings, config)
    return [permission, baseDir, groups]
  }

  it('are what was given and what grants add', () => {
    expect(rights({})).toEqual([256, '/staff', []])
    // nobody vouches for who has left
    expect(rights({}, bound('dingtalk', facts, 1))).toEqual([256, '/staff', []])
    expect(rights({}, bound('dingtalk', facts))).toEqual([256 + 24, '/rd', ['staff', 'developers']])
    expect(rights({}, bound('dingtalk', facts), bound('github', noFacts))).toEqual([
      256 + 24 + 1,
      '/rd',
      ['staff', 'developers'],
    ])
  })

  it('are what an administrator set, of each field by itself, down to nothing; groups stay', () => {
    const binding = bound('dingtalk', facts)
    expect(rights({ manualPermission: 0 }, binding)).toEqual([0, '/rd', ['staff', 'developers']])
    expect(rights({ manualBaseDir: '/' }, binding)).toEqual([280, '/', ['staff', 'developers']])
  })

  it('know nothing of the groups of a public source but what a grant that names it makes of them', () => {
    const sources = [source('dingtalk'), source('forge', true, true)]
    const grants = [
      grant('bare', { group: 'developers' }, { groups: ['insiders'], permission: 1 }),
      grant('named', { source: 'forge', group: 'developers' }, { groups: ['guests'] }),
      grant('after', { group: 'guests' }, { permission: 8 }),
    ]
    const stranger = bound('forge', { ...noFacts, groups: ['developers', 'admin'], public: true })
    const { groups, permission } = rightsOf(account(), [stranger], { sources, grants })
    expect([groups, permission]).toEqual([['guests'], 256 + 8])
    // the same words from the company's own source are its groups
    const own = bound('dingtalk', { ...noFacts, groups: ['developers'] })
    expect(rightsOf(account(), [own], { sources, grants }).groups).toEqual(['developers', 'insiders'])
  })

  it('hold back all that a stranger may have written of themselves, but what the directory says of its own', () => {
    const grants = [
      grant(
        'bare',
        { any: [{ department: '研发部' }, { title: '总监' }, { attribute: { level: '9' } }] },
        { permission: 1 },
      ),
      grant(
        'named',
        { source: 'forge', department: '研发部', title: '总监', attribute: { level: '9' } },
        { permission: 2 },
      ),
    ]
    const said = {
      ...noFacts,
      departments: ['研发部'],
      title: '总监',
      attributes: { level: '9' },
      public: true,
    }
    const permission = (sync: Sync | undefined, directory: boolean) => {
      const sources = [{ ...source('forge', true, true), ...(sync && { sync }) }]
      const { permission } = rightsOf(account(), [bound('forge', { ...said, directory })], {
        sources,
        grants,
      })
      return permission - 256
    }
    const sync = { users: true } as Sync
    expect(permission(undefined, false)).toBe(2)
    expect(permission(sync, false)).toBe(2)
    // nobody reads it any more
    expect(permission(undefined, true)).toBe(2)
    expect(permission({ ...sync, users: false }, true)).toBe(2)
    expect(permission(sync, true)).toBe(3)
    // no app is told of it either
    const [identity] = vouchedBy([source('forge', true, true)], [bound('forge', said)])
    expect(identity).toMatchObject({ departments: [], groups: [], title: null, attributes: {} })
  })

  it('are not made of what was said before the file opened the source to anybody, or closed it to strangers', () => {
    const grants = [grant('rd', { source: 'forge', group: 'admin' }, { permission: 1 })]
    const said = (isPublic: boolean) => bound('forge', { ...noFacts, groups: ['admin'], public: isPublic })
    const of = (isNow: boolean, wasThen: boolean) => {
      const { groups, permission } = rightsOf(account(), [said(wasThen)], {
        sources: [source('forge', true, isNow)],
        grants,
      })
      return [groups, permission - 256]
    }
    expect(of(false, true)).toEqual([[], 0])
    expect(of(true, false)).toEqual([[], 0])
    expect(of(true, true)).toEqual([[], 1])
    expect(of(false, false)).toEqual([['admin'], 1])
  })

  it.each([
    ['a closed source', bound('closed', facts)],
    ['a source that left the file', bound('gone', facts)],
    ['a binding whose source has not vouched since grants are served', bound('github', null)],
  ])('get nothing from %s', (_, binding) => {
    expect(rights({}, binding)).toEqual([256, '/staff', []])
  })
})
