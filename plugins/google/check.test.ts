import { describe, expect, it } from 'vitest'
import { faulty, probed, secret, world } from '../../test/probes.ts'
import plugin from './index.ts'
import { scope } from './service-account.ts'
import { simulate } from './simulator/index.ts'
import { type Setting, usualSetting } from './simulator/setting.ts'

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

describe('where accounts follow the directory, the connectivity test of Google', async () => {
  const admin = 'reader@example.com'
  const following = {
    ...options,
    follows: true,
    directoryAdmin: admin,
    serviceAccountKey: { reveal: () => 'made up' },
  }
  // once: making keys takes longer than everything else here
  const made = (await simulate(following, world())).options?.serviceAccountKey ?? ''
  const real = { ...following, serviceAccountKey: { reveal: () => made } }
  const checked = async (
    change: Partial<typeof real> = {},
    break_: (setting: Setting) => void = () => {},
  ) => {
    const setting = usualSetting()
    break_(setting)
    const [first, ...rest] = await probed(
      plugin,
      { ...real, ...change },
      await simulate(real, world(), setting),
    )
    expect(first).toBe('good credentials')
    return rest
  }
  const delegation =
    'admin.google.com › Security › Access and data control › API controls › Domain-wide delegation › Add new'
  const keys = 'console.cloud.google.com › IAM & Admin › Service Accounts › Keys › Add key › JSON'
  const missingScope = `-> ${delegation}: Client ID is the Unique ID of the service account, OAuth scopes is ${scope}`

  it('begins a read as the directory does', async () => {
    expect(await checked()).toEqual(['good service account', 'good reading users'])
  })

  it('finds a scope that was not delegated', async () => {
    expect(await checked({}, ({ delegated }) => delegated.delete(scope))).toEqual([
      `bad OAuth scope ${scope} | 401 unauthorized_client: the domain-wide delegation of the service account lacks ${scope} | ${missingScope}`,
    ])
  })

  it('finds a key that is none, and one that is no longer good', async () => {
    expect(await checked({ serviceAccountKey: { reveal: () => '{}' } })).toEqual([
      `bad key file serviceAccountKey | serviceAccountKey | -> ${keys}`,
    ])
    const other = (await simulate(following, world())).options?.serviceAccountKey ?? ''
    expect(await checked({ serviceAccountKey: { reveal: () => other } })).toEqual([
      `bad service account and directoryAdmin | 400 invalid_grant: directoryAdmin is nobody there, the key is no longer good, or the clock of this server is wrong | -> ${keys}: the key has to be there still, and directoryAdmin an account of the organisation`,
    ])
  })

  it('finds an administrator without the role', async () => {
    expect(await checked({ directoryAdmin: 'lisi@example.com' })).toEqual([
      'good service account',
      'bad Admin API privileges › Users › Read | 403 forbidden: directoryAdmin may not read users: the role of an administrator is missing | -> admin.google.com › Account › Admin roles › Create new role: Admin API privileges › Users › Read, assigned to the account of directoryAdmin',
    ])
  })

  it('finds that the API is not enabled', async () => {
    expect((await checked({}, ({ busy }) => busy.push('accessNotConfigured'))).at(-1)).toBe(
      'bad Admin SDK API | 403 accessNotConfigured: the Admin SDK API is not enabled in the project of the service account | -> console.cloud.google.com › APIs & Services › Enabled APIs & services › Enable APIs: Admin SDK API',
    )
  })

  it('blames nobody for a vendor that is busy', async () => {
    expect((await checked({}, ({ busy }) => busy.push('quotaExceeded'))).at(-1)).toBe(
      'busy reading users | 403 quotaExceeded',
    )
  })
})
