import * as library from 'oidc-provider'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { loadLibrary } from '../../../src/apps/oidc/library.ts'

const warn = vi.fn()

beforeEach(() => vi.stubGlobal('console', { ...console, warn }))
afterEach(() => vi.unstubAllGlobals())

it('tells what the library says while it loads, and leaves the words of others where they were', async () => {
  const noticed: string[] = []
  const loaded = await loadLibrary(
    words => void noticed.push(words),
    async () => {
      console.warn('\x1b[31;1moidc-provider WARNING: Unsupported runtime.\x1b[0m')
      console.warn('somebody else')
      return library
    },
  )
  console.warn('oidc-provider, afterwards')
  expect(loaded).toBe(library)
  expect(noticed).toEqual([expect.stringContaining('Unsupported runtime')])
  expect(warn.mock.calls).toEqual([['somebody else'], ['oidc-provider, afterwards']])
})
