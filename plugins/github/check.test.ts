import { describe, expect, it } from 'vitest'
import { faulty, probed, secret, world } from '../../test/probes.ts'
import plugin from './index.ts'
import { simulate } from './simulator/index.ts'

const login = 'https://github.test/login'
const options = {
  ...{ clientId: 'app', clientSecret: secret, pkce: true },
  endpoints: { login, api: 'https://github.test/api' },
}
const page = `${login} › Settings › Developer settings › OAuth Apps › sso-kit`

describe('the connectivity test of GitHub', () => {
  it('finds right credentials by the code that is refused', async () => {
    expect(await probed(plugin, options, await simulate(options, world()))).toEqual(['good credentials'])
  })

  it.each([
    ['client id', { clientId: 'another' }],
    ['client secret', { clientSecret: { reveal: () => 'another' } }],
  ])('finds a wrong %s', async (_what, theirs) => {
    expect(await probed(plugin, options, await simulate({ ...options, ...theirs }, world()))).toEqual([
      `bad credentials | incorrect_client_credentials | -> ${page}: compare Client ID; Generate a new client secret for clientSecret`,
    ])
  })

  it.each([
    [Response.json({ error: 'Not Found, says somebody' }, { status: 404 }), '404'],
    [Response.json({ error: 'device_flow_disabled' }), 'device_flow_disabled'],
  ])('takes no other answer for a yes or a no', async (reply, found) => {
    const vendor = faulty(await simulate(options, world()), { access_token: reply })
    expect(await probed(plugin, options, vendor)).toEqual([`unknown credentials | ${found}`])
  })
})
