import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Memory, memoryOn } from '../../../src/server/authz/memory.ts'
import type { Basis } from '../../../src/storage/basis.ts'

/** A database of one table, where each change is a commit. */
let rows: Map<string, string>
let commits: number
let fault: Error | undefined
let looks: number
const change = (sessionId: string, to: string) => {
  rows.set(sessionId, to)
  commits += 1
}
const look = (sessionId: string) => {
  if (fault) throw fault
  looks += 1
  return rows.get(sessionId)
}
/** In a turn of the event loop after the last one. */
async function recall(memory: Memory<string>, key: string): Promise<string | undefined> {
  await nextTurn()
  return memory.recall(key)
}

/** Of an engine with a revision, and of one without, whose rows are another text after every change. */
const kinds: [string, Basis][] = [
  [
    'with a revision',
    {
      revision() {
        if (fault) throw fault
        return commits
      },
      of: look,
    },
  ],
  [
    'without a revision',
    {
      revision: undefined,
      async of(sessionId) {
        const text = look(sessionId)
        return text && `${text} ${commits}`
      },
    },
  ],
]

describe.each(kinds)('what is remembered %s', (_kind, basis) => {
  let memory: Memory<string>
  const keep = async (key: string, value: string, meanwhile = () => {}) => {
    const remember = await memory.begin(key, 'session')
    meanwhile()
    await remember(value)
  }
  beforeEach(() => {
    rows = new Map([['session', 'a']])
    commits = 0
    looks = 0
    fault = undefined
    memory = memoryOn(basis)
  })

  it('is there until a row of the person changes', async () => {
    await keep('pass', 'let in')
    expect(await recall(memory, 'pass')).toBe('let in')
    change('session', 'disabled')
    expect(await recall(memory, 'pass')).toBeUndefined()
    change('session', 'a')
    expect(await recall(memory, 'pass')).toBeUndefined()
  })

  it('is gone with the session', async () => {
    await keep('pass', 'let in')
    rows.delete('session')
    commits += 1
    expect(await recall(memory, 'pass')).toBeUndefined()
  })

  it('is not kept where anything changed while it was read, though it be as it was before', async () => {
    await keep('pass', 'let in', () => {
      change('session', 'promoted')
      change('session', 'a')
    })
    expect(await recall(memory, 'pass')).toBeUndefined()
  })

  it('is not kept where there is no such session', async () => {
    rows.clear()
    await keep('pass', 'let in')
    expect(await recall(memory, 'pass')).toBeUndefined()
  })

  it('is nothing while the database does not answer, and does not throw', async () => {
    await keep('pass', 'let in')
    fault = new Error('gone')
    expect(await recall(memory, 'pass')).toBeUndefined()
    await keep('other', 'let in')
    fault = undefined
    expect(await recall(memory, 'other')).toBeUndefined()
    expect(await recall(memory, 'pass')).toBe('let in')
  })

  it('has an end: of 100,000 the last 10,000 are there', async () => {
    const remember = async (key: string) => (await memory.begin(key, 'session'))(key)
    for (let n = 0; n < 100_000; n += 1) await remember(String(n))
    let there = 0
    for (let n = 0; n < 100_000; n += 1) if ((await memory.recall(String(n))) !== undefined) there += 1
    expect([there, await recall(memory, '89999'), await recall(memory, '90000')]).toEqual([
      10_000,
      undefined,
      '90000',
    ])
  })
})

it('a change of somebody else costs one look at the rows, and nothing changes for nobody', async () => {
  const [[, basis]] = kinds as [[string, Basis]]
  rows = new Map([['session', 'a']])
  const memory = memoryOn<string>(basis)
  await (await memory.begin('pass', 'session'))('let in')
  looks = 0
  for (let n = 0; n < 10; n += 1) expect(memory.recall('pass')).toBe('let in')
  expect(looks).toBe(0)
  change('another session', 'b')
  await nextTurn()
  for (let n = 0; n < 10; n += 1) expect(memory.recall('pass')).toBe('let in')
  expect(looks).toBe(1)
})

it('the database is asked once in each turn of the event loop', async () => {
  let asked = 0
  const revision = () => {
    asked += 1
    return 0
  }
  const memory = memoryOn<string>({ revision, of: () => 'rows' })
  await (await memory.begin('pass', 'session'))('let in')
  for (let turn = 1; turn <= 3; turn += 1) {
    asked = 0
    for (let n = 0; n < 10; n += 1) expect(memory.recall('pass')).toBe('let in')
    expect(asked).toBe(1)
    await nextTurn()
  }
})

it('without a basis nothing is remembered', async () => {
  const memory = memoryOn<string>(undefined)
  await (await memory.begin('pass', 'session'))('let in')
  expect(memory.recall('pass')).toBeUndefined()
})
