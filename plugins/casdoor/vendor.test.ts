import { randomBytes } from 'node:crypto'
import type { Host, Identity, SsoError, Transaction } from 'sso-kit/plugin'
import { describe, expect, it } from 'vitest'
import { s256 } from '../../src/hash.ts'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { readingOn } from '../../test/directory/following.ts'
import plugin from './index.ts'
import { type Settings, simulate } from './simulator/index.ts'

const options = {
  ...{ endpoint: 'https://door.example.com', organization: 'example', application: 'sso-kit' },
  ...{ clientId: '0ba528121ea87b3eb54d', clientSecret: { reveal: () => 'a secret of casdoor' } },
}

/** A simulated Casdoor that is set up in this way, and our source of it. */
async function opened(settings: Settings) {
  const vendor = await simulate(options, createWorld({ now: Date.now, random: randomBytes }), settings)
  const host: Host = {
    ...{ source: 'casdoor', now: Date.now, fetch: (url, init) => vendor(new Request(url, init)) },
    ...{ log: { info() {}, warn() {} }, passwords: { check: async () => null } },
    ...{
      folder: '.',
      connect: () => Promise.reject(new Error('not here')),
      socket: () => Promise.reject(new Error('not here')),
    },
  }
  return { vendor, source: await plugin.open(options, host) }
}

async function signIn(person: string, settings: Settings): Promise<Identity> {
  const { vendor, source } = await opened(settings)
  const fresh = () => randomBytes(32).toString('base64url')
  const codeVerifier = fresh()
  const tx: Transaction = {
    ...{ state: fresh(), nonce: fresh(), codeVerifier, codeChallenge: s256(codeVerifier) },
    redirectUri: 'https://sso.example.com/auth/casdoor/callback',
  }
  const { redirect } = source
  if (!redirect) throw new Error('there is no redirect sign-in')
  const { url } = await redirect.start(tx)
  url.searchParams.set('person', person)
  const back = (await vendor(new Request(url))).headers.get('location') ?? ''
  return redirect.finish(new Request(back), tx)
}

const refusal = (person: string, settings: Settings): Promise<SsoError> =>
  signIn(person, settings).then(
    ({ subject }) => Promise.reject(new Error(`let in ${subject}`)),
    error => error,
  )

/** Selected as the manual says. */
const custom: Settings = {
  tokenFormat: 'JWT-Custom',
  tokenFields: ['Owner', 'Name', 'DisplayName', 'Email', 'EmailVerified', 'Groups'],
}

describe('the formats of a token', () => {
  it('all name the same person, with the same words and groups', async () => {
    const formats: Settings[] = [
      ...(['JWT', 'JWT-Empty', 'JWT-Standard'] as const).map(tokenFormat => ({ tokenFormat })),
      custom,
    ]
    const all = await Promise.all(formats.map(settings => signIn('lisi', settings)))
    const [first, ...others] = all.map(({ phone: _, ...identity }) => identity)
    expect(first).toMatchObject({ username: 'lisi', displayName: '李四', email: 'lisi@example.com' })
    expect(first?.groups).toEqual(expect.arrayContaining([expect.stringMatching(/^example\//)]))
    for (const other of others) expect(other).toEqual(first)
  })

  it('name the same person as the directory, who has a phone besides', async () => {
    const { phone: _, ...identity } = await signIn('lisi', {})
    const { directory } = (await opened({})).source
    const found = await directory?.member(identity.directoryId ?? '', readingOn())
    expect(found).toMatchObject({ ...identity, departments: [], disabled: false })
  })

  it('keep everybody out where the custom one lacks the organization', async () => {
    const error = await refusal('lisi', { ...custom, tokenFields: ['Name'] })
    expect(error).toMatchObject({ code: 'source_reply_invalid', cause: '"owner" is not a non-empty string' })
  })
})

describe('a Casdoor that is set up in another way', () => {
  it.each<[what: string, settings: Settings]>([
    ['with another issuer than its address', { origin: 'https://inside.example.com' }],
    ['that signs with RS512', { tokenSigningMethod: 'RS512' }],
    ['whose tokens somebody else signed', { forgery: 'foreign-key' }],
    ['whose tokens are not signed', { forgery: 'unsigned' }],
    ['whose tokens are signed with the certificate as a secret', { forgery: 'hmac' }],
  ])('is refused: one %s', async (_, settings) => {
    expect(await refusal('lisi', settings)).toMatchObject({ code: 'source_reply_invalid', step: 'exchange' })
  })
})

describe('Casdoor gives a code to', () => {
  it.each([
    ['somebody of another organization with the name and the id of one of ours', 'stranger'],
    ['an administrator of built-in', 'builtin-admin'],
  ])('%s, who is refused', async (_, person) => {
    expect(await refusal(person, {})).toMatchObject({ code: 'not_member', source: 'casdoor' })
  })
})
