import type { Host } from 'sso-kit/plugin'
import { describe, expect, it } from 'vitest'
import { decrypt, encrypt, keyOf } from './event-crypto.ts'
import { receiverOf } from './events.ts'

const clientSecret = '11111111-2222-4333-8444-555555555555'
const tenantId = '0123456789ABCDEF0123456789ABCDEF'
const key = keyOf(clientSecret)

/** Made by hand of the published algorithm; the facts name them V1 to V4. */
const vectors = {
  test: 'AAECAwQFBgcICQoLDA0ODw==z4rlsabB24s7slyoyz/W/dDgL51XP8oM188tzIhgQHC/l94EtJ39nnmAMIRXhKrF7OLl267sU/fx8qUs/g==',
  edit: 'EBESExQVFhcYGRobHB0eHw==6f8tcvgcxmsAfw+0OGRBguMiCqLYprdTcqhnYxMDbQao6Ead3rvHHVE2hP160Cw9DkOY/QoM3efskMtZX3P+JYdZ4/H8aVQaH3PFhvRB2wdLDvwHjtMwqu/oTAuQgLPFbqy2S9pQ89VEinTwnL9o2kJUoV55kWs9dcElCVUK4WPSyC32Tc9J28NSBAcOzoVoHl+xPdTeKXGGMw==',
  reply:
    'ICEiIyQlJicoKSorLC0uLw==HItKEyJEgP41CKBgUHG3NQPhZUTN1CqTObSceyJZ/Tl64DT7Hs/WEm5jtHZZK82dxjBbvsdCGlGTVQ==',
  hex: 'MDEyMzQ1Njc4OTAxMjM0NQ==RjdDNTcxNTg2MEVERjFDQ0U3OUQzODA3QTA5RDE0MzBEOTJBODc1NDBFMzg1MTQ0Nzc0NzI3QUIwNDVBMkFGMTJEMjRCMkE0MkM0RTJDMjVEMTcyREZGMjg3NzJBRTIwRTRDMjQ2NDY1MzRBRUE1RTI2MEY2NTA1NUM=',
}
/** WeLink's own page has this reply, and its sample code the secret. */
const official = {
  clientSecret: '8cf860c0-30b7-4357-a104-fa627c59085d',
  reply:
    'NjA0NTQ4MzM0MTExMjQ3NQ==MzhEMTY5RDI2Qjg4RjRDRTEwNUZBRTMyNjcxNTlCNDcyODUyNzEzQkUzOEU1Qzc3ODc2MjlFRkUzMzlGM0JCMTQ5QURBM0VCODA1QjExRTQ5NkI5Mjc0MzRCMTI3OTExNEI3RjU1RDRDNDNGNEE2MA==',
}

describe('the encryption of events', () => {
  it('has a key that follows from the client secret', () => {
    expect(key.toString('hex')).toBe('ec97a3d0d9aa33e4918402361c9d3740')
  })

  it.each([
    ['a test', vectors.test, '{"eventType":"test","timestamp":"1562752619"}'],
    ['a reply', vectors.reply, '{"msg":"success","timestamp":"1562752619"}'],
    ['hexadecimal digits', vectors.hex, '{"eventType":"test","timestamp":"1562752619"}'],
  ])('opens %s', (_, sealed, message) => {
    expect(decrypt(key, sealed)?.message).toBe(message)
  })

  it('opens what WeLink has published', () => {
    expect(decrypt(keyOf(official.clientSecret), official.reply)?.message).toBe(
      '{"timestamp":1565167553,"msg":"success"}',
    )
  })

  it('makes what is published', () => {
    const nonce = Buffer.from(vectors.reply.slice(0, 24), 'base64')
    expect(encrypt(key, '{"msg":"success","timestamp":"1562752619"}', nonce)).toBe(vectors.reply)
  })

  const changed = (at: number) =>
    vectors.test.slice(0, at) + (vectors.test[at] === 'A' ? 'B' : 'A') + vectors.test.slice(at + 1)
  it.each([
    ['a changed IV', changed(1)],
    ['a changed message', changed(30)],
    ['a changed tag', changed(vectors.test.length - 5)],
    ['the tag cut off', vectors.test.slice(0, -24)],
    ['nothing after the IV', vectors.test.slice(0, 24)],
    ['a line break', `${vectors.test.slice(0, 60)}\n${vectors.test.slice(60)}`],
    ['an IV of twelve bytes', `${Buffer.alloc(12).toString('base64')}${vectors.test.slice(16)}`],
    ['nothing', ''],
  ])('does not open one with %s', (_, sealed) => {
    expect(decrypt(key, sealed)).toBeUndefined()
  })

  it('does not open what another secret made', () => {
    expect(decrypt(keyOf('another'), vectors.test)).toBeUndefined()
  })
})

const now = 1_587_092_900_000
const host = { source: 'welink', now: () => now } as Host
const receive = receiverOf(host, { clientSecret: { reveal: () => clientSecret }, tenantId })

const posted = (sealed: unknown) =>
  new Request('https://sso.example.com/events/welink', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ encrypt: sealed }),
  })
const push = (message: object | string) =>
  posted(encrypt(key, typeof message === 'string' ? message : JSON.stringify(message)))
const at = String(now)
const of = (userId: unknown, tenant = tenantId) => ({ userId, tenantId: tenant })

describe('an event', () => {
  it('that is published says who has changed', async () => {
    const { id, changes } = await receive(posted(vectors.edit))
    expect([id, changes]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      [{ kind: 'changed', member: 'zhangsan@acme' }],
    ])
  })

  it.each([
    ['corpDelUser', [of('a@x'), of('b@x'), of('a@x')], ['left a@x', 'left b@x']],
    ['corpEditUser', [of('a@x')], ['changed a@x']],
    ['corpEditUser', [of(''), of(null), of('x'.repeat(256)), null, 7], []],
    ['corpEditUser', 'a@x', []],
    ['corpEditDept', [{ deptCode: '5', tenantId }], ['departments']],
    ['corpDelDept', [{ deptCode: '5', tenantId }], ['departments']],
    ['corpAuth', [], []],
    ['somethingNew', [of('a@x')], []],
  ])('%s %j', async (eventType, data, wanted) => {
    const { id, changes } = await receive(push({ eventType, timestamp: at, data }))
    expect(changes.map(each => ('member' in each ? `${each.kind} ${each.member}` : each.kind))).toEqual(
      wanted,
    )
    expect(id !== undefined).toBe(wanted.length > 0)
  })

  it.each([
    ['seconds', at.slice(0, 10)],
    ['milliseconds', at],
    ['seconds as a number', Number(at.slice(0, 10))],
    ['milliseconds as a number', now],
    ['half an hour ago', String(now - 1_800_000)],
  ])('with a time in %s is answered with that very time, encrypted', async (_, timestamp) => {
    const { reply } = await receive(push({ enventType: 'test', timestamp }))
    const { encrypt: sealed } = (await reply.json()) as { encrypt: string }
    expect(JSON.parse(decrypt(key, sealed)?.message ?? '')).toEqual({
      msg: 'success',
      timestamp: String(timestamp),
    })
  })

  it('has the same id each time it is sent, however it is written', async () => {
    const edit = vectors.edit
    const [sealed, rest] = [edit.slice(0, 24), edit.slice(24)]
    // bits that nobody reads: the last character before the padding
    const again = `${sealed.slice(0, 21)}x==${rest}`
    expect(Buffer.from(again.slice(0, 24), 'base64')).toEqual(Buffer.from(sealed, 'base64'))
    const ids = [await receive(posted(edit)), await receive(posted(again))].map(({ id }) => id)
    expect(ids[0]).toBe(ids[1])
  })

  it.each([
    ['another secret', posted(encrypt(keyOf('another'), `{"eventType":"test","timestamp":"${at}"}`))],
    ['no secret', posted('{"eventType":"test"}')],
    ['a number in its place', posted(7)],
    ['no body', new Request('https://sso.example.com/events/welink', { method: 'POST' })],
    ['no JSON inside', push('hello')],
    ['a list inside', push('[]')],
    ['a replay', push({ eventType: 'test', timestamp: String(now - 1_800_001) })],
    ['the future', push({ eventType: 'test', timestamp: String(now + 1_800_001) })],
    ['no time', push({ eventType: 'test' })],
    ['a time of another form', push({ eventType: 'test', timestamp: '2020-04-17' })],
    ['another tenant', push({ eventType: 'corpDelUser', timestamp: at, data: [of('a@x', 'F'.repeat(32))] })],
    [
      'another tenant beside ours',
      push({ eventType: 'corpDelUser', timestamp: at, data: [of('a@x'), of('b@x', 'F')] }),
    ],
    ['another tenant’s app', push({ eventType: 'corpAuth', timestamp: at, tenantId: 'F'.repeat(32) })],
  ])('with %s is refused, in the same words', async (_, request) => {
    await expect(receive(request)).rejects.toMatchObject({
      code: 'request_invalid',
      message: 'request_invalid',
    })
  })
})
