import { expect, it } from 'vitest'
import { pulseOf } from '../../src/server/pulse.ts'

it('says once that the database went away, and once that it is back', async () => {
  const said: string[] = []
  const tell = (_: object, text?: string) => void said.push(text ?? '')
  const log = { debug: tell, info: tell, warn: tell } as unknown as Parameters<typeof pulseOf>[1]
  let isThere = true
  const pulse = pulseOf({ isReachable: async () => isThere }, log)
  expect(await pulse.look()).toBe(true)
  isThere = false
  // several connections break at once
  expect(await Promise.all([pulse.look(), pulse.look(), pulse.look()])).toEqual([false, false, false])
  await pulse.look()
  isThere = true
  await Promise.all([pulse.look(), pulse.look()])
  expect(said).toEqual([
    'the database is gone: it does not answer, or was deleted or replaced',
    'the database is back',
  ])
})
