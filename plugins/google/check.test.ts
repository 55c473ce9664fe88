import { describe, expect, it } from 'vitest'
import { faulty, probed, secret, world } from '../../test/probes.ts'
import plugin from './index.ts'
import { simulate } from './simulator/index.ts'

const options = {
  ...{ clientId: 'app', clientSecret: secret, callbackUrl: 'https://sso.example.com/auth/google/callback' },
  endpoints: {
    login: 'https://g.test/login',
    token: 'https://g.test/token',
    api: 'https://g.test/api',
    directory: 'https://g.test/directory',
  },
}
const page = 'console.cloud.google.com › APIs & Services › Credentials'

describe('the connectivity test of Google', () => {
  it('finds right credentials by the code that is refused', async () => {
    expect(await probed(plugin, options, await simulate(options, world()))).toEqual(['good credentials'])
  })

  it.each([
    ['client id', { clientId: 'another' }],
    ['client secret', { clientSecret: { reveal: () => 'another' } }],
  ])('finds a wrong %s', async (_what, theirs) => {
    expect(await probed(plugin, options, await simulate({ ...options, ...theirs }, world()))).toEqual([
      `bad credentials | invalid_client | -> ${page}: compare Client ID and Client secret`,
    ])
  })

  it('finds a return address that is not registered, where Google says so', async () => {
    const reply = Response.json({ error: 'redirect_uri_mismatch' }, { status: 400 })
    expect(
      await probed(plugin, options, faulty(await simulate(options, world()), { '/token/token': reply })),
    ).toEqual([
      `bad Authorized redirect URIs | redirect_uri_mismatch | -> ${page} › Authorized redirect URIs`,
    ])
  })

  it('sends the address that people come back to', async () => {
    const forms: string[] = []
    const vendor = async (request: Request) => {
      forms.push(await request.text())
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    }
    expect(await probed(plugin, options, vendor)).toEqual(['good credentials'])
    expect(Object.fromEntries(new URLSearchParams(forms[0]))).toMatchObject({
      redirect_uri: options.callbackUrl,
      grant_type: 'authorization_code',
    })
  })
})
