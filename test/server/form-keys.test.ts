import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { formKeys } from '../../src/server/form-keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'sso-kit-form-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('of servers that start at once in one folder one makes the key, whole, and all have it', async () => {
  const started = await Promise.all(
    Array.from({ length: 20 }, () => formKeys([], { place: folder, random: randomBytes })),
  )
  expect(new Set(started.map(([key]) => key.toString('hex'))).size).toBe(1)
  expect(readdirSync(folder)).toEqual(['cookie.key'])
})
