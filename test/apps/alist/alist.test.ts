import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alistSteps } from '../../../src/apps/alist/console.ts'
import { dingtalk, openSite, registering, type Site } from '../../site.ts'
import { clientSecret, elsewhere } from '../oidc/relying-party.ts'
import { type AListSettings, aList } from './client.ts'

let site: Site
beforeAll(async () => {
  site = await openSite(`${registering}
sources:${dingtalk}
apps:
  - id: files
    type: alist
    name: 网盘
    url: http://127.0.0.1:5244/
    clientSecret: { env: SECRET }
    allow: everyone`)
})
afterAll(() => site.close())

/** As `sso-kit urls` says, and the secret. */
function printed(): AListSettings {
  const steps = alistSteps(
    { id: 'files', options: { clientId: 'files', clientSecret: 'env SECRET' } },
    { publicUrl: site.url, asked: '', workbenches: [], baseDirs: [], permissions: [] },
  )
  const value = (key: string) => steps.find(({ field }) => field.en.includes(`(${key})`))?.value ?? ''
  expect(value('sso_login_platform')).toBe('OIDC')
  return {
    sso_client_id: value('sso_client_id'),
    sso_client_secret: clientSecret,
    sso_endpoint_name: value('sso_endpoint_name'),
    sso_oidc_username_key: value('sso_oidc_username_key'),
    sso_compatibility_mode: value('sso_compatibility_mode') === 'true',
  }
}

it('what new users get is among the settings', () => {
  const steps = alistSteps(
    { id: 'files', options: { clientId: 'files', clientSecret: 'env SECRET' } },
    { publicUrl: site.url, asked: '', workbenches: [], baseDirs: [], permissions: [] },
  )
  const keys = steps.flatMap(({ field }) => /\((\w+)\)$/.exec(field.en)?.[1] ?? [])
  expect(keys).toEqual(
    expect.arrayContaining([
      'sso_auto_register',
      'sso_default_dir',
      'sso_default_permission',
      'default_role',
    ]),
  )
})

describe.each([true, false])('an AList with the printed settings, compatibility mode %s,', compatibility => {
  it.each(['sso_get_token', 'get_sso_id'])(
    'signs people in by %s, under a name that is theirs alone',
    async method => {
      const client = aList({ ...printed(), sso_compatibility_mode: compatibility }, 'http://127.0.0.1:5244')
      const browser = elsewhere(site)
      await browser.signIn('dingtalk', 'lisi')
      const { location } = await browser.get(await client.start(method))
      expect(await client.finish(location ?? '', method)).toBe('李四')
      expect(client.requests).toEqual(['header'])
    },
  )
})

describe('an AList', () => {
  it('with a wrong secret gets nothing, and is not locked out by its second try', async () => {
    const browser = elsewhere(site)
    await browser.signIn('dingtalk', 'lisi')
    const wrong = aList({ ...printed(), sso_client_secret: 'wrong' }, 'http://127.0.0.1:5244')
    const { location } = await browser.get(await wrong.start('sso_get_token'))
    await expect(wrong.finish(location ?? '', 'sso_get_token')).rejects.toThrow('no id_token')
    expect(wrong.requests).toEqual(['header', 'params'])
    const right = aList(printed(), 'http://127.0.0.1:5244')
    const again = await browser.get(await right.start('sso_get_token'))
    expect(await right.finish(again.location ?? '', 'sso_get_token')).toBe('李四')
  })

  it('at another address gets nobody', async () => {
    const browser = elsewhere(site)
    await browser.signIn('dingtalk', 'lisi')
    const client = aList(printed(), 'http://127.0.0.1:5245')
    expect(await browser.get(await client.start('sso_get_token'))).toMatchObject({
      status: 400,
      location: null,
    })
  })

  it('is opened by its access link, which signs people in there', async () => {
    expect(printed().sso_compatibility_mode).toBe(true)
    const browser = elsewhere(site)
    await browser.signIn('dingtalk', 'lisi')
    expect((await browser.get('/apps/files/start')).location).toBe(
      'http://127.0.0.1:5244/api/auth/sso?method=sso_get_token',
    )
  })
})
