import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Member } from '../../src/plugin.ts'
import { member, type Stage, stage } from './organisation.ts'

const names = ['a', 'b', 'c', 'd'] as const
const person = fc.constantFrom(...names)
const department = fc.constantFrom('1', '2', '3', '4')

/** What happens to an organisation, what goes wrong while it is read, and what an administrator does meanwhile. */
const step = fc.oneof(
  fc.record({
    do: fc.constant('join' as const),
    who: person,
    departments: fc.uniqueArray(department, { minLength: 1 }),
  }),
  fc.record({ do: fc.constant('leave' as const), who: person }),
  fc.record({ do: fc.constant('switch off' as const), who: person }),
  fc.record({ do: fc.constant('rename' as const), who: person, name: fc.constantFrom('Li', 'Wang', '赵') }),
  fc.record({ do: fc.constant('good run' as const) }),
  fc.record({ do: fc.constant('fault' as const), hidden: fc.uniqueArray(person) }),
  fc.record({ do: fc.constant('failed page' as const), hidden: fc.uniqueArray(person) }),
  fc.record({ do: fc.constant('killed' as const), after: fc.nat(12) }),
  fc.record({ do: fc.constant('cut' as const), marks: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('disable' as const), who: person }),
  fc.record({ do: fc.constant('own address' as const), who: person }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Model {
  /** By an administrator. */
  disabled: Set<string>
  addressed: Set<string>
}

const find = (it: Stage, who: string) => it.people.find(({ directoryId }) => directoryId === who)
const change = (it: Stage, who: string, more: Partial<Member>) => {
  const found = find(it, who)
  if (found) Object.assign(found, more)
}
/** Who would be let in. */
const isIn = (it: Stage, who: string) => find(it, who) !== undefined && find(it, who)?.disabled !== true

/** Nobody who was in and is still there has been put out but by an administrator's hand – whatever went wrong. */
async function nobodyIsWronglyOut(
  it: Stage,
  { disabled }: Model,
  before: ReadonlySet<string>,
): Promise<void> {
  for (const who of names) {
    const account = await it.account(`union-${who}`)
    if (account?.disabled && isIn(it, who) && before.has(who)) expect(disabled).toContain(who)
  }
}

async function whoIsIn(it: Stage): Promise<Set<string>> {
  const found = new Set<string>()
  for (const who of names) if ((await it.account(`union-${who}`))?.disabled === false) found.add(who)
  return found
}

async function act(it: Stage, model: Model, step: Step): Promise<void> {
  it.clock.now += 1000
  it.more = []
  it.hidden = new Set()
  it.lost = new Set()
  switch (step.do) {
    case 'join':
      if (find(it, step.who)) change(it, step.who, { departments: step.departments, disabled: false })
      else
        it.people.push(member(step.who, { departments: step.departments, email: `${step.who}@example.com` }))
      return
    case 'leave':
      it.people = it.people.filter(({ directoryId }) => directoryId !== step.who)
      return
    case 'switch off':
      return change(it, step.who, { disabled: true })
    case 'rename':
      return change(it, step.who, { displayName: step.name, email: `${step.name}@example.com` })
    case 'fault':
    case 'failed page':
      it.hidden = new Set(step.hidden)
      // a vendor in trouble does not know them when asked either
      it.lost = it.hidden
      it.more = [
        step.do === 'fault'
          ? { fault: 'one department cannot be read' }
          : () => {
              throw new Error('a page failed')
            },
      ]
      await it.run()
      return
    case 'killed': {
      let writes = 0
      const stillOurs = async () => {
        writes += 1
        if (writes > step.after) throw new Error('killed')
      }
      await it.run({ stillOurs, allowDisable: 100 })
      return
    }
    case 'cut':
      return it.cut(step.marks)
    case 'disable':
    case 'own address': {
      const account = await it.account(`union-${step.who}`)
      if (!account) return
      if (step.do === 'disable') {
        await it.storage.accounts.update(account.id, { disabled: true })
        model.disabled.add(step.who)
      } else {
        await it.storage.accounts.update(account.id, { email: 'own@example.com' })
        model.addressed.add(step.who)
      }
      return
    }
    case 'good run': {
      let report = await it.run({ allowDisable: 100 })
      // what a read that was cut had seen may have changed before it was gone on with: the next one is whole
      if (report.resumed) {
        // who has left in this millisecond does not come back in it
        it.clock.now += 1000
        report = await it.run({ allowDisable: 100 })
      }
      expect(report.resumed).toBe(false)
      if (it.people.length > 0) expect(report).toMatchObject({ status: 'complete', problems: [] })
      if (it.people.length > 0) await equals(it, model)
    }
  }
}

/** After a good run the accounts are the organisation, but for what an administrator has changed. */
async function equals(it: Stage, { disabled, addressed }: Model): Promise<void> {
  for (const who of names) {
    const account = await it.account(`union-${who}`)
    const there = find(it, who)
    if (isIn(it, who)) {
      expect(account, who).toMatchObject({ disabled: disabled.has(who), displayName: there?.displayName })
      const [binding] = await it.storage.bindings.of(account?.id ?? '')
      expect(binding?.facts?.departments).toEqual(expect.arrayContaining(there?.departments ?? []))
    } else expect(account?.disabled ?? true, who).toBe(true)
    if (account && addressed.has(who)) expect(account.email).toBe('own@example.com')
  }
}

it('follows a random organisation through random faults: after a good run the accounts equal it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
      const it = await stage('sync: { guard: { accounts: 100, percent: 100 } }')
      it.departments = [
        { id: '1', name: 'Example', parent: null },
        { id: '2', name: '研发部', parent: '1' },
        { id: '3', name: '平台', parent: '2' },
        { id: '4', name: '市场部', parent: '1' },
      ]
      it.people = [member('a'), member('z')]
      it.walks = true
      const model: Model = { disabled: new Set(), addressed: new Set() }
      await act(it, model, { do: 'good run' })
      for (const each of steps) {
        const before = await whoIsIn(it)
        await act(it, model, each)
        await nobodyIsWronglyOut(it, model, before)
      }
      await act(it, model, { do: 'good run' })
      await it.storage.close()
    }),
    { numRuns: 100 },
  )
}, 60_000)
