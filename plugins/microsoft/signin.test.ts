import { afterEach, describe, expect, it } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { refusal, signedIn, usernames } from '../../test/server/steps.ts'
import { openSite, registering, type Site } from '../../test/site.ts'
import { groupIdOf } from './simulator/graph/records.ts'
import { companyTenantOf } from './simulator/tenants.ts'

const company = companyTenantOf('organizations')
const { departments } = createWorld({ now: Date.now, random: () => Buffer.alloc(0) })
/** 平台组; 李四 is in it, 赵敏 only in the department above. */
const [, platform] = departments.map(department => groupIdOf(department, company))

const source = (keys: string) => `${registering}
sources:
  - id: microsoft
    type: microsoft
    name: Microsoft
    clientId: app
    clientSecret: { env: SECRET }
    endpoints: { login: "{vendor}/microsoft/login", graph: "{vendor}/microsoft/graph" }
    ${keys}`

let site: Site
afterEach(() => site.close())

async function open(keys: string): Promise<void> {
  site = await openSite(source(keys))
  // it makes its keys when first asked, which takes longer than a vendor may
  await fetch(`${site.vendor.origin}/microsoft/login/common/discovery/v2.0/keys`)
}

const refused = async (person: string) => refusal(site, await site.browser().signIn('microsoft', person))

describe.each(['openid-client', 'passport-azure-ad'])('with strategy %s', strategy => {
  it('one tenant lets in its own people, and no others get as far as here', async () => {
    await open(`tenant: ${company}\n    strategy: ${strategy}`)
    expect((await site.browser().signIn('microsoft', 'lisi')).status).toBe(302)
    await expect(site.browser().signIn('microsoft', 'contoso')).rejects.toThrow(
      'the vendor let nobody through',
    )
    await expect(site.browser().signIn('microsoft', 'outlook')).rejects.toThrow(
      'the vendor let nobody through',
    )
  })

  it('a guest gets in with an account of their own, and nothing for an address that they only claim', async () => {
    await open(`tenant: ${company}\n    strategy: ${strategy}
grants: [{ id: staff, when: { domain: example.com }, groups: [employees] }]`)
    const isEmployee = async (person: string) =>
      (await (await signedIn(site, 'microsoft', person)).get('/account')).page.includes('employees')
    expect(await isEmployee('lisi')).toBe(true)
    // invited from Contoso, with lisi's address in the mail attribute
    expect(await isEmployee('impostor')).toBe(false)
    expect(await isEmployee('supplier')).toBe(false)
    expect(await usernames(site)).toHaveLength(3)
  })

  it('allow: tenants keeps other organisations and personal accounts out', async () => {
    await open(`tenant: common\n    strategy: ${strategy}\n    allow: { tenants: [${company}] }`)
    expect((await site.browser().signIn('microsoft', 'lisi')).status).toBe(302)
    for (const person of ['contoso', 'impostor', 'outlook'])
      expect(await refused(person), person).toEqual([403, 'not_allowed'])
  })

  it('allow: groups lets in the members of a group alone', async () => {
    await open(`tenant: ${company}\n    strategy: ${strategy}\n    allow: { groups: [${platform}] }`)
    expect((await site.browser().signIn('microsoft', 'lisi')).status).toBe(302)
    expect(await refused('zhaomin')).toEqual([403, 'not_allowed'])
  })
})

it('an account stays the same when the strategy is changed', async () => {
  const accounts = async () => (await site.storage.accounts.list()).length
  await open(`tenant: ${company}`)
  expect((await site.browser().signIn('microsoft', 'lisi')).status).toBe(302)
  expect(await accounts()).toBe(1)
  await site.restart(source(`tenant: ${company}\n    strategy: passport-azure-ad`))
  expect((await site.browser().signIn('microsoft', 'lisi')).status).toBe(302)
  expect(await accounts()).toBe(1)
})
