import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/hash.ts'
import type { Change } from '../../src/plugin.ts'
import { takingOn } from '../../src/server/pushed.ts'
import type { OpenSource } from '../../src/server/sources.ts'
import { begin, stage as stageOn } from '../directory/organisation.ts'
import { engines, type Opened } from '../storage/engines.ts'

describe.each(engines)('what a directory pushes, on $name', ({ open }) => {
  let opened: Opened
  let logged: Record<string, unknown>[]
  let take: (id: string, ...changes: Change[]) => Promise<void>
  beforeEach(async () => {
    opened = await open()
    logged = []
    const { host, followed } = await stageOn(undefined, undefined, opened.storage)
    const { storage, config } = host()
    const log = { info: (fields: Record<string, unknown>) => void logged.push(fields), warn: () => {} }
    const taking = takingOn({ config, storage, log, now: () => begin, random: randomBytes }, () => {})
    const source = { config: followed().config } as OpenSource
    take = (id, ...changes) => taking(source, { id, changes })
  })
  afterEach(() => opened.close())
  const kept = () => logged.map(({ id: _, ...fields }) => fields)
  const changed: Change = { kind: 'changed', member: 'p1' }

  it.each([
    ['of 255 characters', 'x'.repeat(255), 'x'.repeat(255)],
    ['that is longer', 'x'.repeat(256), sha256('x'.repeat(256))],
    ['with a zero', 'a\u0000b', sha256('a\u0000b')],
    ['with a line break', 'a\nb', sha256('a\nb')],
    ['with half a character', 'a\ud800b', sha256('a\ud800b')],
  ])('takes effect once by an id %s', async (_, id, event) => {
    await take(id, changed)
    await take(id, changed)
    expect(kept()).toEqual(
      ['kept', 'known'].map(outcome => ({ source: 'dingtalk', event, kept: outcome, changes: 1 })),
    )
    expect((await opened.storage.events.waiting('dingtalk', 10)).map(each => each.id)).toEqual([event])
  })

  it.each<Change['kind']>(['left', 'changed'])(
    'is nobody who has %s under an id that is none',
    async kind => {
      const members = ['a\u0000b', 'x'.repeat(256)]
      await take('e1', ...members.map(member => ({ kind, member }) as Change), changed)
      expect(kept()).toMatchObject([{ kept: 'kept', changes: 1 }])
    },
  )
})
