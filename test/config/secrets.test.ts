import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, describe as group, it } from 'vitest'
import type { Reference } from '../../src/config/config.ts'
import { describe, read, type Surroundings } from '../../src/config/secrets.ts'

const surroundings = { env: { CREDENTIALS_DIRECTORY: '/nowhere' }, folder: '/nowhere', allowExec: true }
const withoutDirectory = { ...surroundings, env: {} }
const said = (reference: Reference, where: Surroundings = surroundings) => {
  try {
    return read(reference, where)
  } catch (error) {
    return (error as Error).message
  }
}

group('what is said of a reference that leads nowhere', () => {
  it.each<[Reference, string]>([
    [{ env: 'CLIENT_SECRET' }, 'the environment variable CLIENT_SECRET is not set'],
    [{ file: './secrets/github' }, 'the file /nowhere/secrets/github cannot be read: ENOENT'],
    [{ credential: 'sso-cookie' }, 'the file /nowhere/sso-cookie cannot be read: ENOENT'],
    [{ exec: ['no-such-program', 'hunter2Abc'] }, 'exec no-such-program failed: ENOENT'],
  ])('names the place: %j', (reference, message) => {
    expect(said(reference)).toBe(message)
  })

  it.each<Reference>([
    { env: 'hunter2Abc' },
    { file: 'hunter2Abc' },
    { file: 'hunter' },
    { file: '/hunter2Abc7x9' },
    { env: 'Q7ZT4KXWM2VB9RFL' },
    { credential: 'hunter2Abc' },
    { exec: ['hunter2Abc'] },
  ])('and not what may be the secret itself: %j', reference => {
    const [secret] = Object.values(reference).flat()
    const all = [said(reference), said(reference, withoutDirectory), describe(reference)]
    expect(all.join('\n')).not.toContain(secret)
    expect(said({ ...reference }, { ...withoutDirectory, allowExec: false })).not.toContain(secret)
  })

  it.each(['github_secret', 'secrets/github', 'github-secret', 'secret.txt', '~/walrus', './walrus'])(
    'but a path, and words that are joined: %s',
    file => {
      expect(describe({ file })).toBe(`file ${file}`)
    },
  )

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])(
    'also of what every object has: %s',
    name => {
      expect(said({ env: name })).toMatch(/is not set$/)
    },
  )
})

group('what is longer than 1 MiB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sso-kit-secrets-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const most = 'x'.repeat(1_048_576)
  const where = { ...surroundings, folder, env: { LONG: `${most}x`, MOST: most } }

  it('is not taken', () => {
    writeFileSync(join(folder, 'long'), `${most}\nx`)
    writeFileSync(join(folder, 'most'), most)
    expect(said({ file: './long' }, where)).toBe(`the file ${join(folder, 'long')} has more than 1 MiB`)
    expect(said({ env: 'LONG' }, where)).toBe('the environment variable LONG has more than 1 MiB')
    expect(said({ file: './most' }, where)).toBe(most)
    expect(said({ env: 'MOST' }, where)).toBe(most)
  })

  it('is not read to its end', () => {
    expect(said({ file: '/dev/zero' }, where)).toBe('the file /dev/zero cannot be read: it is no file')
  })
})
