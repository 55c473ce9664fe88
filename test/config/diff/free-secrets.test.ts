import { expect, it } from 'vitest'
import { showing } from '../../../src/config/diff/shown.ts'

const shownValue = (value: unknown, keys: readonly string[] = []) => showing().value(value, { keys })

it('a misspelt secret among the options of another is not told', () => {
  const options = { clientSceret: 'CANARY', tokenURL: '/token', nested: { pasword: 'CANARY' } }
  const shown = { clientSceret: '‹redacted›', tokenURL: '/token', nested: { pasword: '‹redacted›' } }
  expect(shownValue('CANARY', ['options', 'clientSceret'])).toBe('‹redacted›')
  expect(shownValue('CANARY', ['options', 'proxy', 'exec'])).toBe('‹redacted›')
  expect(shownValue(options, ['options'])).toEqual(shown)
  expect(shownValue({ type: 'passport', options })).toEqual({ type: 'passport', options: shown })
})

it('a key that only sounds so is, elsewhere', () => {
  expect(shownValue('/token', ['endpoints', 'token'])).toBe('/token')
})
