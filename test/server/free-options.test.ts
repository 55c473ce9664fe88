import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import type { SourceConfig } from '../../src/config/config.ts'
import type { AnyPlugin } from '../../src/plugins.ts'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { simulate } from '../../src/sandbox/simulated.ts'
import { resolveOptions } from '../../src/server/sources.ts'

const schema = {
  options: {
    type: 'object',
    'x-free': true,
    title: 'Options',
    description: 'Anything.',
  },
} as const

const surroundings = { env: { A: 'secret-a', B: 'secret-b' }, folder: '/', allowExec: false }
const resolved = (options: object) => resolveOptions({ options }, schema, surroundings).options

test('references of a free map become secrets, at any depth and in lists', () => {
  const options = resolved({ baseURL: { env: 'A' }, tls: [{ key: { env: 'B' } }, 'x'], retries: 3, on: true })
  expect(options).toEqual({
    baseURL: expect.objectContaining({ reveal: expect.any(Function) }),
    tls: [{ key: expect.objectContaining({ reveal: expect.any(Function) }) }, 'x'],
    retries: 3,
    on: true,
  })
  const shown = JSON.stringify(options) + inspect(options, { depth: 9 })
  expect(shown).not.toMatch(/secret-[ab]/)
  expect(shown).toContain('env A')
})

test('the map itself is no reference, and neither is one with more keys', () => {
  expect(resolved({ file: './users' })).toEqual({ file: './users' })
  expect(resolved({ cache: { file: './users', env: 'A' } })).toEqual({
    cache: { file: './users', env: 'A' },
  })
})

test('a reference that leads nowhere is named', () => {
  expect(() => resolved({ tls: [{ key: { env: 'GONE' } }] })).toThrow(/GONE is not set/)
})

test('a simulated vendor gets made-up secrets in the places of the references', async () => {
  let given: Record<string, unknown> = {}
  const plugin = {
    options: { properties: schema },
    simulate: async (options: Record<string, unknown>) => {
      given = options
      return async () => new Response()
    },
  } as unknown as AnyPlugin
  const config = {
    options: { options: { clientID: 'abc', tls: [{ key: { env: 'A' } }] } },
  } as unknown as SourceConfig
  const world = createWorld({ now: () => 0, random: randomBytes })
  await simulate(config, plugin, 'http://vendor', world)
  expect(given.options).toMatchObject({ clientID: 'abc', tls: [{ key: { reveal: expect.any(Function) } }] })
})
