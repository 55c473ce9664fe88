import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { read } from '../../src/config/secrets.ts'
import { inShort, lookedAt, looking } from './looking.ts'

const folder = mkdtempSync(join(tmpdir(), 'sso-kit-exec-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'tools/vault'), { recursive: true })
mkdirSync(join(folder, 'more'))
const put = (name: string, mode: number) => {
  writeFileSync(join(folder, name), '#!/bin/sh\ntouch ran\necho k7Zp2vQ9mX4tB8nW1cR6yL3dF5gH0jS2\n')
  chmodSync(join(folder, name), mode)
}
put('give', 0o755)
put('draft', 0o644)
put('tools/locked', 0o644)
put('more/vault', 0o755)
put('more/open', 0o755)

const file = (exec: string) => `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: github, type: github, name: GitHub, clientId: Iv1.0a1b2c3d, clientSecret: { exec: ${exec} } }
`
const path = ['tools', join(folder, 'more')].join(delimiter)
const look = async (exec: string, given: { allowExec?: boolean; path?: string } = {}) =>
  inShort(await lookedAt(file(exec), { folder, allowExec: true, path, ...given }))
const at = 'sources[github].clientSecret'

test('a program is not looked for where serve would not run it', async () => {
  expect(await look('[./give]', { allowExec: false })).toEqual([
    `secret/exec-disabled ${at}: a program is to give "clientSecret", and none is run without --allow-exec`,
  ])
})

test.each([
  ['[./give]', undefined],
  ['[./missing]', 'the program ./missing is not there'],
  ['[./tools]', 'the program ./tools is not there'],
  ['[./draft]', 'the program ./draft may not be executed'],
  ['[open]', undefined],
  // the folder of that name comes first, and is none
  ['[vault, read]', undefined],
  ['[locked]', 'the program locked may not be executed'],
  ['[give]', 'the program give is in no folder of PATH'],
  ['[Hunter2canary]', 'the program named here is in no folder of PATH'],
])('%s is looked for as serve finds it, and not run', async (exec, message) => {
  expect(await look(exec)).toEqual(
    message === undefined ? [] : [`secret/exec-missing ${at}.exec[0]: ${message}`],
  )
  expect(() => rmSync(join(folder, 'ran'))).toThrow()
})

test('what it finds, serve runs', () => {
  const surroundings = looking({ folder, allowExec: true })
  expect(read({ exec: ['./give'] }, surroundings)).toMatch(/^k7Zp/)
  expect(() => read({ exec: ['./draft'] }, surroundings)).toThrow('EACCES')
  expect(() => rmSync(join(folder, 'ran'))).not.toThrow()
})

test('without PATH there are the usual folders', async () => {
  expect(inShort(await lookedAt(file('[sh, -c, x]'), { folder, allowExec: true }))).toEqual([])
})
