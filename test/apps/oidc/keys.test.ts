import { describe, expect, it } from 'vitest'
import {
  announceMs,
  cacheSeconds,
  inOrder,
  isDue,
  type KeptKey,
  lastUse,
  makeKey,
  publicJwks,
  renewAfterMs,
} from '../../../src/apps/oidc/keys.ts'
import { dingtalk, openSite, registering } from '../../site.ts'
import { claimsIn, elsewhere, tokensFor, wiki } from './relying-party.ts'

const key = (id: string, createdAt: number, endsAt: number | null = null): KeptKey => ({
  id,
  secret: JSON.stringify({ kty: 'EC', d: 'private', x: 'x', y: 'y', crv: 'P-256' }),
  createdAt,
  endsAt,
})
const ids = (keys: readonly KeptKey[], now: number) => inOrder('ES256', keys, now).map(({ kid }) => kid)

describe('of the keys of an algorithm', () => {
  it('the only one signs, from its first moment on', () => {
    expect(ids([key('first', 5)], 5)).toEqual(['first'])
  })

  it('a new one is published for a day before it signs: longer than apps may keep the set', () => {
    const keys = [key('new', 1000), key('old', 0, 1000 + 3 * announceMs)]
    expect(ids(keys, 1000 + announceMs - 1)).toEqual(['old', 'new'])
    expect(ids(keys, 1000 + announceMs)).toEqual(['new', 'old'])
    expect(announceMs).toBeGreaterThan(cacheSeconds * 1000 * 20)
  })

  it('an old one is published until the last session that it has signed for is over', () => {
    const keys = [key('new', 1000), key('old', 0, lastUse(1000, 8 * 3_600_000))]
    expect(ids(keys, 1000 + announceMs + announceMs - 1)).toEqual(['new', 'old'])
    expect(ids(keys, 1000 + announceMs + announceMs)).toEqual(['new'])
    expect(lastUse(0, 3 * announceMs)).toBe(4 * announceMs)
  })

  it('the newest is renewed after ninety days', () => {
    expect(isDue([key('a', 0)], renewAfterMs - 1)).toBe(false)
    expect(isDue([key('a', 0)], renewAfterMs)).toBe(true)
    expect(isDue([], renewAfterMs)).toBe(false)
  })

  it('nothing private is published', async () => {
    for (const algorithm of ['RS256', 'ES256'] as const) {
      const [own] = inOrder(algorithm, [{ ...key('a', 0), secret: await makeKey(algorithm) }], 0)
      expect(own).toHaveProperty('d')
      const [shown] = publicJwks(own ? [own] : []).keys
      const members = Object.entries(shown ?? {}).filter(([, value]) => value !== undefined)
      for (const [member] of members)
        expect(['kty', 'use', 'kid', 'alg', 'crv', 'e', 'n', 'x', 'y']).toContain(member)
    }
  })
})

describe('a server', () => {
  it('oidcc-server-rotate-keys: changes its key by the clock, and its apps notice nothing', async () => {
    const site = await openSite(`${registering}
sources:${dingtalk}
apps:${wiki}`)
    try {
      const published = async (): Promise<string[]> => {
        const { keys } = (await (await fetch(`${site.url}/oidc/jwks`)).json()) as { keys: { kid: string }[] }
        return keys.map(({ kid }) => kid)
      }
      const signedBy = async () => {
        const browser = elsewhere(site)
        await browser.signIn('dingtalk', 'lisi')
        const { id_token } = await tokensFor(site, browser)
        const { kid } = JSON.parse(Buffer.from(id_token.split('.')[0] ?? '', 'base64url').toString())
        return { kid, id_token, browser }
      }
      const [first] = await published()
      expect((await signedBy()).kid).toBe(first)

      site.clock.now += renewAfterMs
      const [stillFirst, second] = await published()
      expect([stillFirst, second !== undefined && second !== first]).toEqual([first, true])
      const old = await signedBy()
      expect(old.kid).toBe(first)

      site.clock.now += announceMs
      expect(await published()).toEqual([second, first])
      expect((await signedBy()).kid).toBe(second)

      // what the old key signed still ends the session that it is about, where that still lives
      await old.browser.signIn('dingtalk', 'lisi')
      const out = `/oidc/signout?${new URLSearchParams({ id_token_hint: old.id_token, post_logout_redirect_uri: 'https://wiki.example.com/bye' })}`
      expect((await old.browser.get(out)).location).toBe('https://wiki.example.com/bye')

      site.clock.now += announceMs
      expect(await published()).toEqual([second])
      expect(claimsIn(old.id_token).iss).toBe(site.url)
    } finally {
      await site.close()
    }
  })
})
