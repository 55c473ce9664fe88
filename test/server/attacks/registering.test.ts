import { describe, expect, it } from 'vitest'
import { usernameCandidates } from '../../../src/accounts/username.ts'
import { sha256 } from '../../../src/hash.ts'
import type { Browser } from '../../browser.ts'
import { github, partner, registering } from '../../site.ts'
import { accountOf, lineOf, sessionOf, usernames } from '../steps.ts'
import { site, useSite } from './attacked.ts'

const refusing = github.replace('type: github', 'type: github\n    autoRegister: { onNameCollision: refuse }')
const behindProxy = ', trustedProxies: ["127.0.0.1/32"]'

let people = 0
/** Another person at another address, with this login at GitHub. */
async function newcomer(login: string, id = 70_000 + people): Promise<{ browser: Browser; code: unknown }> {
  people += 1
  const browser = site.browser({ 'x-forwarded-for': `198.51.${people >> 8}.${people & 255}` })
  site.vendor.fault = request =>
    request.url.endsWith('/github/api/user') ? Response.json({ id, login }) : undefined
  const answer = await browser.signIn('github', 'lisi')
  return { browser, code: answer.status === 302 ? 'signed in' : lineOf(site, answer).code }
}

describe('sixty refused registrations', () => {
  useSite(`${registering}\nsources:${refusing}`, behindProxy)

  it('do not take the place of an honest newcomer', async () => {
    expect((await newcomer('boss')).code).toBe('signed in')
    for (let count = 0; count < 60; count++) expect((await newcomer('boss')).code).toBe('username_taken')
    expect((await newcomer('lisi')).code).toBe('signed in')
    expect(await usernames(site)).toEqual(['boss', 'lisi'])
  })
})

describe('new accounts of a source', () => {
  useSite(`${registering}\nsources:${github}${partner}`, behindProxy)

  it('are at most sixty a minute, and of the next nothing is left behind', async () => {
    const known = { login: 'known', id: 1 }
    expect((await newcomer(known.login, known.id)).code).toBe('signed in')
    for (let count = 1; count < 60; count++) expect((await newcomer(`n${count}`)).code).toBe('signed in')

    const { browser, code } = await newcomer('late', 2)
    expect(code).toBe('registration_limit')
    expect(site.log.at(-1)).toMatchObject({ code, source: 'github' })
    expect(sessionOf(browser)).toBeUndefined()
    expect(await usernames(site)).toHaveLength(60)
    expect(await usernames(site)).not.toContain('late')
    expect(await site.storage.bindings.list()).toHaveLength(60)
    expect((await browser.signIn('github', 'lisi')).status).toBe(429)

    // who has an account is not held up, nor is another source
    expect((await newcomer(known.login, known.id)).code).toBe('signed in')
    const visitor = site.browser({ 'x-forwarded-for': '203.0.113.7' })
    expect((await visitor.signIn('partner', 'lisi')).status).toBe(302)
  })
})

describe('somebody who owns every name that could be worked out', () => {
  useSite(`${registering}\nsources:${github}`)

  it('keeps nobody from getting an account', async () => {
    const subject = '4711'
    const digest = sha256(`github\n${site.vendor.origin}/github/login\n${subject}`)
    const names = [...usernameCandidates('anyi', 'github', subject, () => digest)]
    expect(names.length).toBeGreaterThan(3)
    for (const name of names) expect((await newcomer(name)).code).toBe('signed in')
    expect(await usernames(site)).toEqual(expect.arrayContaining(names))

    const { browser, code } = await newcomer('anyi', Number(subject))
    expect(code).toBe('signed in')
    const { username, givenPermission } = await accountOf(site, browser)
    expect(username).toMatch(/^github_[0-9a-f]{16}$/)
    expect(givenPermission).toBe(768)
    // and once more as the same person
    const again = await newcomer('anyi', Number(subject))
    expect((await accountOf(site, again.browser)).username).toBe(username)
  })
})
