import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { dingtalk, github, openSite, registering, type Site } from '../site.ts'
import { events, pushing, removed } from './pushing.ts'
import { formToken, isSignedIn, refusal, signedIn } from './steps.ts'

const file = `sources:${dingtalk}
    sync: {}
    ${events}
${registering}`

let site: Site
afterEach(() => site?.close())

const push = (...args: Parameters<ReturnType<typeof pushing>>) => pushing(site)(...args)
const remove = (id: string) => removed(site.world, id)
const accountOf = async (directoryId: string) => {
  const bindings = await site.storage.bindings.list()
  const binding = bindings.find(each => each.directoryId === directoryId)
  return binding && site.storage.accounts.find(binding.accountId)
}

describe('the way in that an organisation follows', () => {
  it('cannot be taken away by its person, whose page says so', async () => {
    site = await openSite(`sources:${dingtalk}\n    sync: {}${github}\n${registering}`)
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    await browser.bind('github', 'lisi')
    const { page } = await browser.get('/account')
    expect(page).not.toContain('/account/unbind/dingtalk')
    expect(page).toContain('/account/unbind/github')
    expect(page).toMatch(/由组织管理|kept by your organisation/)
    const answer = await browser.post('/account/unbind/dingtalk', { form_token: await formToken(browser) })
    expect(refusal(site, answer)).toEqual([409, 'source_followed'])
  })
})

describe('a pushed event', () => {
  it('that somebody has left closes every door before it is acknowledged', async () => {
    site = await openSite(file)
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    expect(await isSignedIn(browser)).toBe(true)
    remove('lisi')
    const answer = await push('user_leave_org', ['lisi'])()
    expect(answer.status).toBe(200)
    expect(Object.keys((await answer.json()) as object).sort()).toEqual([
      'encrypt',
      'msg_signature',
      'nonce',
      'timeStamp',
    ])
    expect(await accountOf('lisi')).toMatchObject({ disabled: true, leftSource: 'dingtalk' })
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('takes effect once, and is acknowledged each time', async () => {
    site = await openSite(file)
    await signedIn(site, 'dingtalk', 'lisi')
    const again = push('user_leave_org', ['lisi'])
    remove('lisi')
    await again()
    const account = await accountOf('lisi')
    await site.storage.accounts.update(account?.id ?? '', { disabled: false })
    expect((await again()).status).toBe(200)
    expect(await accountOf('lisi')).toMatchObject({ disabled: false })
  })

  it.each([
    ['of another signer', () => push('user_leave_org', ['lisi'], { token: 'other' })],
    ['that is no JSON', () => push('user_leave_org', ['lisi'], { body: 'hello' })],
    ['that is too large', () => push('user_leave_org', ['lisi'], { body: `"${'x'.repeat(300_000)}"` })],
  ])('%s is refused, logged, and changes nothing', async (_, made) => {
    site = await openSite(file)
    await signedIn(site, 'dingtalk', 'lisi')
    expect((await made()()).status).toBeGreaterThanOrEqual(400)
    expect(await accountOf('lisi')).toMatchObject({ disabled: false })
    expect(site.log.filter(({ msg }) => msg === 'refused')).not.toEqual([])
  })

  it.each<[what: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>]>([
    ['too large', {}, `"${'x'.repeat(300_000)}"`],
    ['compressed', { 'content-encoding': 'gzip' }, new Uint8Array(gzipSync('{}'))],
    ['of another type', { 'content-type': 'text/plain' }, '{}'],
  ])('that is %s counts as a bad one', async (_what, headers, body) => {
    site = await openSite(file)
    const statuses: number[] = []
    for (let n = 0; n < 32; n += 1) {
      const asked = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }
      statuses.push((await fetch(`${site.url}/events/dingtalk`, asked)).status)
    }
    expect([...new Set(statuses)]).toEqual([400, 429])
  })

  it('is refused without touching good ones from the same address, however many bad ones came', async () => {
    site = await openSite(file)
    await signedIn(site, 'dingtalk', 'lisi')
    const statuses: number[] = []
    for (let n = 0; n < 32; n += 1)
      statuses.push((await push('user_leave_org', ['lisi'], { token: 'other' })()).status)
    expect([...new Set(statuses)]).toEqual([400, 429])
    remove('lisi')
    expect((await push('user_leave_org', ['lisi'])()).status).toBe(200)
    expect(await accountOf('lisi')).toMatchObject({ disabled: true })
  })

  it.each(['/events/nobody', '/events/github'])('at %s is for nobody', async path => {
    site = await openSite(file)
    const answer = await fetch(site.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(answer.status).toBe(404)
  })
})
