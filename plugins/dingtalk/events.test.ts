import type { Host } from 'sso-kit/plugin'
import { describe, expect, it } from 'vitest'
import { decrypt, encrypt, isSigned, signatureOf } from './event-crypto.ts'
import { receiverOf } from './events.ts'
import { vectors } from './fixtures/event-vectors.ts'

describe.each(vectors)('vector $id', vector => {
  it('is signed as it says', () => {
    expect(signatureOf(vector, vector)).toBe(vector.signature)
    expect(isSigned(vector, vector, vector.signature)).toBe(true)
    expect(
      isSigned(
        vector,
        vector,
        vector.signature.replace(/.$/, last => (last === '0' ? '1' : '0')),
      ),
    ).toBe(false)
  })

  it('opens, and is made again byte for byte', () => {
    expect(decrypt(vector, vector.encrypt)).toEqual({ message: vector.msg, owner: vector.owner })
    expect(encrypt(vector, vector.msg, vector.owner, Buffer.from(vector.random))).toBe(vector.encrypt)
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -16)],
    [
      'a byte of another key',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, n) => (n === 40 ? byte ^ 1 : byte))),
    ],
    ['empty', () => Buffer.alloc(0)],
  ])('does not open %s', (_, spoil) => {
    const spoilt = spoil(Buffer.from(vector.encrypt, 'base64')).toString('base64')
    expect(decrypt(vector, spoilt)?.message).not.toBe(vector.msg)
  })
})

const keys = { token: 'ssokitDemoToken2026', aesKey: 's7Kq2LmZx9Vb4NcT1yRw8HfJ6pDg3QeU5aXo0BtYiCE' }
const corpId = 'ding3608be7c4e5266ce4ac5d6980864'
const clientId = 'dingwjlht8b93ara'
const now = 1_767_225_600_000

function push(
  message: unknown,
  change: { owner?: string; at?: number; signature?: string; names?: string } = {},
) {
  const { owner = clientId, at = now, names = 'msg_signature' } = change
  const sealed = {
    timestamp: String(at),
    nonce: 'n4PadFul',
    encrypt: encrypt(keys, typeof message === 'string' ? message : JSON.stringify(message), owner),
  }
  const signature = change.signature ?? signatureOf(keys, sealed)
  const query = new URLSearchParams({ [names]: signature, timestamp: sealed.timestamp, nonce: sealed.nonce })
  return new Request(`https://sso.example.com/events/dingtalk?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ encrypt: sealed.encrypt }),
  })
}

const host = { source: 'dingtalk', now: () => now } as Host
const receive = receiverOf(host, keys, { corpId, clientId })

describe('an event', () => {
  const one = { EventType: 'user_leave_org', CorpId: corpId }
  it.each([
    ['A', { ...one, UserId: ['manager4220'], TimeStamp: '1' }],
    ['B', { ...one, userId: ['manager4220'], eventId: 'e1', timeStamp: '1' }],
  ])('of family %s says who has left', async (_, message) => {
    expect((await receive(push(message))).changes).toEqual([{ kind: 'left', member: 'manager4220' }])
  })

  it.each([
    [
      'user_add_org',
      { userId: ['a', 'b'] },
      [
        { kind: 'changed', member: 'a' },
        { kind: 'changed', member: 'b' },
      ],
    ],
    ['user_modify_org', { UserId: ['a'], diffInfo: [{ userid: 'a' }] }, [{ kind: 'changed', member: 'a' }]],
    ['user_active_org', { userId: ['a'] }, [{ kind: 'changed', member: 'a' }]],
    ['org_dept_create', { deptId: [5] }, [{ kind: 'departments' }]],
    ['org_dept_modify', { DeptId: [5] }, [{ kind: 'departments' }]],
    ['org_dept_remove', { deptId: [5] }, [{ kind: 'departments' }]],
    ['org_admin_add', { userId: ['a'] }, []],
    ['label_user_change', { userIdList: ['a'] }, []],
    ['user_modify_org', { userId: 'a' }, []],
    ['user_leave_org', { userId: [7, '', null, 'x'.repeat(256)] }, []],
  ])('%s %j', async (type, fields, changes) => {
    expect((await receive(push({ EventType: type, CorpId: corpId, ...fields }))).changes).toEqual(changes)
  })

  it('is answered with an encrypted success, for whom it was for', async () => {
    for (const owner of [clientId, corpId]) {
      const { reply } = await receive(push({ ...one, userId: ['a'] }, { owner }))
      const {
        msg_signature,
        timeStamp,
        nonce,
        encrypt: sealed,
      } = (await reply.json()) as Record<string, string>
      expect(
        signatureOf(keys, { timestamp: timeStamp ?? '', nonce: nonce ?? '', encrypt: sealed ?? '' }),
      ).toBe(msg_signature)
      expect(decrypt(keys, sealed ?? '')).toEqual({ message: 'success', owner })
    }
  })

  it('that tests the address changes nothing, and has no id', async () => {
    const { id, changes, reply } = await receive(push({ EventType: 'check_url' }))
    expect([id, changes, reply.status]).toEqual([undefined, [], 200])
  })

  it('has the same id each time it is sent', async () => {
    const message = { ...one, userId: ['a'] }
    const ids = [await receive(push(message)), await receive(push(message, { at: now + 10_000 }))].map(
      ({ id }) => id,
    )
    expect(ids[0]).toBe(ids[1])
    expect((await receive(push({ ...message, eventId: 'e7' }))).id).toBe('e7')
  })

  it.each([
    ['a wrong signature', push({ ...one }, { signature: '0'.repeat(40) })],
    ['no signature', push({ ...one }, { names: 'other' })],
    ['a short signature', push({ ...one }, { signature: 'ab' })],
    ['somebody else’s', push({ ...one }, { owner: 'dingother' })],
    ['a replay', push({ ...one }, { at: now - 300_001 })],
    ['the future', push({ ...one }, { at: now + 300_001 })],
    ['another organisation', push({ ...one, CorpId: 'dingother' })],
    ['no organisation', push({ EventType: 'user_leave_org', userId: ['a'] })],
    ['no JSON inside', push('hello')],
    ['a list inside', push('[]')],
    ['no body', new Request('https://sso.example.com/events/dingtalk', { method: 'POST' })],
  ])('with %s is refused, in the same words', async (_, request) => {
    await expect(receive(request)).rejects.toMatchObject({ code: 'request_invalid' })
  })
})
