import { calculateJwkThumbprint, exportJWK, type FlattenedJWSInput, generateKeyPair, type JWK } from 'jose'
import type { Host } from 'sso-kit/plugin'
import { beforeEach, expect, it } from 'vitest'
import { keysOf, publicKnowledge } from './keys.ts'

const make = async (kid: string): Promise<JWK> => {
  const { publicKey } = await generateKeyPair('RS256')
  return { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
}
const [first, second] = await Promise.all([make('first'), make('second')])

let clock: number
let asked: string[]
let warned: string[]
let answer: () => Response
beforeEach(() => {
  clock = Date.UTC(2026, 10, 26)
  asked = []
  warned = []
  answer = () => Response.json({ keys: [first] })
})

const host = {
  ...{ source: 'casdoor', now: () => clock },
  log: { info() {}, warn: (_: unknown, message: string) => void warned.push(message) },
  async fetch(url: string) {
    asked.push(url)
    return answer()
  },
} as unknown as Host

const open = (application = 'sso-kit', known = publicKnowledge) => {
  const find = keysOf({ endpoint: 'https://door.example.com', application }, host, known)
  return (kid: string) => find({ alg: 'RS256', kid }, {} as FlattenedJWSInput)
}

it('asks for the keys of the application alone, whatever its name', async () => {
  await open('a&b')('first')
  expect(asked).toEqual(['https://door.example.com/.well-known/a%26b/jwks'])
})

it('asks once for many tokens at once, and again after ten minutes', async () => {
  const key = open()
  await Promise.all([key('first'), key('first'), key('first')])
  clock += 599_999
  await key('first')
  expect(asked).toHaveLength(1)
  clock += 1
  await key('first')
  expect(asked).toHaveLength(2)
})

it('finds a new key after half a minute at the latest', async () => {
  const key = open()
  await key('first')
  answer = () => Response.json({ keys: [first, second] })
  clock += 29_999
  await expect(key('second')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  clock += 1
  await key('second')
  expect(asked).toHaveLength(2)
})

it('does not ask again and again for a key that is nowhere, not even of a server that fails', async () => {
  const key = open()
  await key('first')
  answer = () => new Response('<html>', { status: 500 })
  clock += 30_000
  await expect(key('other')).rejects.toMatchObject({ code: 'source_reply_invalid' })
  await expect(key('other')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  await key('first')
  expect(asked).toHaveLength(2)
})

it.each([[undefined], [{}], [[null]], [['a key']], [[{ kid: 'first' }]]])(
  'refuses %j for a list of keys',
  async keys => {
    answer = () => Response.json({ keys })
    await expect(open()('first')).rejects.toMatchObject({ code: 'source_reply_invalid' })
  },
)

it('remembers no failure where it has nothing else', async () => {
  const key = open()
  answer = () => Response.json({ status: 'error', msg: 'x', data: null })
  await expect(key('first')).rejects.toMatchObject({ code: 'source_reply_invalid' })
  answer = () => Response.json({ keys: [first] }, { status: 503 })
  await expect(key('first')).rejects.toMatchObject({ code: 'source_refused', vendorCode: '503' })
  answer = () => Response.json({ keys: [first] })
  await key('first')
})

it('trusts no key that everybody has, says so, and trusts the others', async () => {
  answer = () => Response.json({ keys: [first, second] })
  const key = open('sso-kit', new Set([await calculateJwkThumbprint(first)]))
  await key('second')
  expect(warned).toEqual([expect.stringContaining('source code makes public')])
  await expect(key('first')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
})
