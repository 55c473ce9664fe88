import { expect, describe as group, it } from 'vitest'
import type { Reference } from '../../src/config/config.ts'
import { describe, read } from '../../src/config/secrets.ts'

const surroundings = { env: { CREDENTIALS_DIRECTORY: '/nowhere' }, folder: '/nowhere', allowExec: true }
const withoutDirectory = { ...surroundings, env: {} }
const said = (
  reference: Reference,
  where = surroundings as typeof surroundings | typeof withoutDirectory,
) => {
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
    { credential: 'hunter2Abc' },
    { exec: ['hunter2Abc'] },
  ])('and not what may be the secret itself: %j', reference => {
    const all = [said(reference), said(reference, withoutDirectory), describe(reference)]
    expect(all.join('\n')).not.toContain('hunter2')
    expect(said({ ...reference }, { ...withoutDirectory, allowExec: false })).not.toContain('hunter2')
  })
})
