import { afterAll, beforeAll, expect, it } from 'vitest'
import { dingtalk, openSite, registering, type Site } from '../../site.ts'
import { accountOf, signedIn } from '../steps.ts'
import { cloudSso, scimOf } from './cloudsso.ts'
import { xmlIn } from './sp.ts'

let site: Site
let scim: ReturnType<typeof scimOf>
/** Two people of the sandbox's organisation have one number, and one has it alone. */
let [first, second, alone] = ['', '', '']

beforeAll(async () => {
  site = await openSite(`${registering}
sources:${dingtalk}
    sync: { fields: { employeeNumber: job_number } }
apps:${cloudSso('everyone', 'userName: "{employeeNumber}"')}
  - { id: ram, type: alibaba-cloud, name: RAM, site: china, sso: user, accountId: "1234567890123456", userName: "{employeeNumber}", allow: everyone }`)
  scim = scimOf(site)
  const numbered = ['zhaomin', 'lisi', 'anyi'].map((id, at) => {
    const person = site.world.people.find(each => each.id === id)
    if (!person) throw new Error(`there is no ${id}`)
    person.jobNumber = ['X0001', 'x0001', 'X0002'][at] ?? ''
    return id
  })
  ;[first = '', second = '', alone = ''] = numbered
  await site.directories.tick()
})
afterAll(() => site.close())

const users = () => [...scim.users.values()].filter(({ active }) => active).map(({ userName }) => userName)

it('whoever has the number of another one is neither of them, at RAM and at CloudSSO', async () => {
  for (const id of [first, second]) {
    const browser = await signedIn(site, 'dingtalk', id)
    for (const app of ['cloud', 'ram']) {
      expect((await browser.get(`/apps/${app}/start`)).status).toBe(403)
      expect(site.log.at(-1)).toMatchObject({
        ...{ app, code: 'app_refused', cause: 'another account has the same user name there' },
      })
    }
  }
  const browser = await signedIn(site, 'dingtalk', alone)
  await site.provisioner.tick()
  for (const app of ['cloud', 'ram'])
    expect(xmlIn(await browser.get(`/apps/${app}/start`))).toMatch(/<saml:NameID[^>]*>X0002</)
})

it('neither is made there, until only one of them lives', async () => {
  await site.provisioner.tick()
  expect(users()).toContain('X0002')
  expect(users().filter(name => /^x0001$/i.test(String(name)))).toEqual([])
  const browser = await signedIn(site, 'dingtalk', first)
  const other = await accountOf(site, await signedIn(site, 'dingtalk', second))
  await site.storage.accounts.update(other.id, { disabled: true })
  await site.provisioner.tick()
  expect(users()).toContain('X0001')
  expect(xmlIn(await browser.get('/apps/cloud/start'))).toMatch(/<saml:NameID[^>]*>X0001</)
})
