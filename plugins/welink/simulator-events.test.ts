import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { type Event, type Events, eventsOf, type Spelling } from './simulator/events.ts'
import { seal, unseal } from './simulator/sealed.ts'

const clientSecret = '11111111-2222-4333-8444-555555555555'
const tenantId = 'E22BD2CC5F8B4EE69B931113F678A694'
const callback = 'https://sso.example.com/events/welink'

/** V1 to V4 of the fact sheet (§5.2). */
const vectors = [
  [
    'a test',
    '{"eventType":"test","timestamp":"1562752619"}',
    'raw',
    'AAECAwQFBgcICQoLDA0ODw==z4rlsabB24s7slyoyz/W/dDgL51XP8oM188tzIhgQHC/l94EtJ39nnmAMIRXhKrF7OLl267sU/fx8qUs/g==',
  ],
  [
    'an edit',
    '{"eventType":"corpEditUser","timestamp":"1587092814997","data":[{"userId":"zhangsan@acme","tenantId":"0123456789ABCDEF0123456789ABCDEF"}]}',
    'raw',
    'EBESExQVFhcYGRobHB0eHw==6f8tcvgcxmsAfw+0OGRBguMiCqLYprdTcqhnYxMDbQao6Ead3rvHHVE2hP160Cw9DkOY/QoM3efskMtZX3P+JYdZ4/H8aVQaH3PFhvRB2wdLDvwHjtMwqu/oTAuQgLPFbqy2S9pQ89VEinTwnL9o2kJUoV55kWs9dcElCVUK4WPSyC32Tc9J28NSBAcOzoVoHl+xPdTeKXGGMw==',
  ],
  [
    'a reply',
    '{"msg":"success","timestamp":"1562752619"}',
    'raw',
    'ICEiIyQlJicoKSorLC0uLw==HItKEyJEgP41CKBgUHG3NQPhZUTN1CqTObSceyJZ/Tl64DT7Hs/WEm5jtHZZK82dxjBbvsdCGlGTVQ==',
  ],
  [
    'a test of old',
    '{"eventType":"test","timestamp":"1562752619"}',
    'hex',
    'MDEyMzQ1Njc4OTAxMjM0NQ==RjdDNTcxNTg2MEVERjFDQ0U3OUQzODA3QTA5RDE0MzBEOTJBODc1NDBFMzg1MTQ0Nzc0NzI3QUIwNDVBMkFGMTJEMjRCMkE0MkM0RTJDMjVEMTcyREZGMjg3NzJBRTIwRTRDMjQ2NDY1MzRBRUE1RTI2MEY2NTA1NUM=',
  ],
] as const

describe('the cipher (§5.2)', () => {
  test.each(vectors)('makes and opens %s', (_, text, form, sealed) => {
    expect(seal(clientSecret, text, Buffer.from(sealed.slice(0, 24), 'base64'), form)).toBe(sealed)
    expect(unseal(clientSecret, sealed)).toBe(text)
  })

  test('opens the reply of Huawei’s own page', () => {
    const sample =
      'NjA0NTQ4MzM0MTExMjQ3NQ==MzhEMTY5RDI2Qjg4RjRDRTEwNUZBRTMyNjcxNTlCNDcyODUyNzEzQkUzOEU1Qzc3ODc2MjlFRkUzMzlGM0JCMTQ5QURBM0VCODA1QjExRTQ5NkI5Mjc0MzRCMTI3OTExNEI3RjU1RDRDNDNGNEE2MA=='
    expect(unseal('8cf860c0-30b7-4357-a104-fa627c59085d', sample)).toBe(
      '{"timestamp":1565167553,"msg":"success"}',
    )
  })

  test.each([
    ['of another secret', '11111111-2222-4333-8444-555555555556', vectors[0][3]],
    ['that was touched', clientSecret, vectors[0][3].replace(/g==$/, 'Q==')],
    ['that was cut', clientSecret, vectors[0][3].slice(0, 40)],
    ['of nothing', clientSecret, ''],
  ])('opens nothing %s', (_, secret, sealed) => {
    expect(unseal(secret, sealed)).toBeUndefined()
  })
})

let clock: number
let world: World
let events: Events

beforeEach(() => {
  clock = Date.UTC(2026, 10, 26)
  let drawn = 0
  const random = (bytes: number) => {
    drawn += 1
    return Buffer.alloc(bytes, drawn)
  }
  world = createWorld({ now: () => clock, random })
  const endpoints = { login: 'http://l.test', api: 'http://a.test/api', jsapi: 'http://j.test/h.js' }
  events = eventsOf(
    { clientId: '2019', clientSecret: { reveal: () => clientSecret }, tenantId, endpoints },
    world,
  )
})

async function sent(event: Event, spelling?: Spelling): Promise<unknown> {
  const request = events.request(callback, event, spelling)
  expect([request.method, request.url]).toEqual(['POST', callback])
  const { encrypt } = (await request.json()) as { encrypt: string }
  return JSON.parse(unseal(clientSecret, encrypt) ?? '')
}

describe('an event (§5.3)', () => {
  const lisi = { eventType: 'corpEditUser', people: [{ id: 'lisi' }] } as const

  test('has ids, and the time in seconds', async () => {
    expect(await sent({ eventType: 'test' })).toEqual({ eventType: 'test', timestamp: '1795651200' })
    expect(await sent({ eventType: 'corpCancelAuth' })).toMatchObject({ tenantId })
    expect(await sent(lisi)).toEqual({
      eventType: 'corpEditUser',
      timestamp: '1795651200',
      data: [{ userId: 'lisi@example', tenantId }],
    })
    expect(await sent({ eventType: 'corpDelDept', departments: ['1002', '1003'] })).toMatchObject({
      data: [
        { deptCode: '1002', tenantId },
        { deptCode: '1003', tenantId },
      ],
    })
  })

  test('can be spelt as it has been seen', async () => {
    expect(await sent(lisi, { time: 'milliseconds' })).toMatchObject({ timestamp: '1795651200000' })
    expect(await sent(lisi, { time: 'number', misspelt: true, form: 'hex' })).toMatchObject({
      enventType: 'corpEditUser',
      timestamp: 1_795_651_200,
    })
    expect(await sent(lisi, { tenantId: 'F'.repeat(32) })).toMatchObject({
      data: [{ userId: 'lisi@example', tenantId: 'F'.repeat(32) }],
    })
  })

  test('is sealed with a fresh IV each time', async () => {
    const ivs = [1, 2].map(async () => {
      const { encrypt } = (await events.request(callback, lisi).json()) as { encrypt: string }
      return encrypt.slice(0, 24)
    })
    const [first, second] = await Promise.all(ivs)
    expect(first).toMatch(/^.{22}==$/)
    expect(first).not.toBe(second)
  })
})

describe('the answer to it (§5.4)', () => {
  const said = (message: object, status = 200) =>
    Response.json({ encrypt: seal(clientSecret, JSON.stringify(message), Buffer.alloc(16, 7)) }, { status })

  test.each([
    ['as text', '1795651200'],
    ['as a number', 1_795_651_200],
    ['in milliseconds', '1795651200000'],
    ['of half an hour before', '1795649400'],
  ])('says success with the time %s', async (_, timestamp) => {
    expect(await events.acknowledges(said({ msg: 'success', timestamp }))).toBe(true)
  })

  test('is none otherwise', async () => {
    const timestamp = '1795651200'
    expect(await events.acknowledges(said({ msg: 'fail', timestamp }))).toBe(false)
    expect(await events.acknowledges(said({ msg: 'success', timestamp: '1795649399' }))).toBe(false)
    expect(await events.acknowledges(said({ msg: 'success' }))).toBe(false)
    expect(await events.acknowledges(said({ msg: 'success', timestamp }, 500))).toBe(false)
    expect(await events.acknowledges(Response.json({ msg: 'success', timestamp }))).toBe(false)
    expect(await events.acknowledges(new Response('success'))).toBe(false)
  })
})
