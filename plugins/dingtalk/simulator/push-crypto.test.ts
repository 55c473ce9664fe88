import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { vectors } from '../fixtures/event-vectors.ts'
import { seal, signatureOf, unseal } from './push-crypto.ts'

it('has all seven', () => {
  expect(vectors.map(({ id }) => id)).toEqual(['O1', 'O2', 'O3', 'M1', 'M2', 'M3', 'M4'])
})

describe.each(vectors)('$id', vector => {
  const { token, timestamp, nonce, signature, encrypt, random, msg, owner } = vector

  it('comes out byte for byte, and is opened again', () => {
    expect(seal(msg, random, vector)).toBe(encrypt)
    expect(unseal(encrypt, vector)).toBe(msg)
    expect(signatureOf(token, timestamp, nonce, encrypt)).toBe(signature)
  })

  it('is nothing to another owner, nor without its last blocks', () => {
    expect(unseal(encrypt, { ...vector, owner: `${owner}x` })).toBeUndefined()
    const short = Buffer.from(encrypt, 'base64').subarray(0, -48).toString('base64')
    expect(unseal(short, vector)).toBeUndefined()
    expect(unseal('', vector)).toBeUndefined()
  })
})

describe('dingtalk-encrypt, which other receivers use', () => {
  // its encoding of Chinese is its own (percent signs), hence the vectors without
  const theirs = vectors.filter(({ id }) => id !== 'M2')

  it.each(theirs)('opens $id as it was sealed here', ({ token, timestamp, nonce, random, ...vector }) => {
    const encrypt = seal(vector.msg, random, vector)
    const receiver = new Encryptor(token, vector.aesKey, vector.owner)
    const signature = signatureOf(token, timestamp, nonce, encrypt)
    expect(receiver.getDecryptMsg(signature, timestamp, nonce, encrypt)).toBe(vector.msg)
  })

  it('answers what is opened here', () => {
    const [vector] = vectors
    if (!vector) throw new Error('no vector')
    const { token } = vector
    const reply = new Encryptor(token, vector.aesKey, vector.owner).getEncryptedMap('success', 17, 'n')
    expect(unseal(reply.encrypt, vector)).toBe('success')
    expect(reply.msg_signature).toBe(signatureOf(token, '17', 'n', reply.encrypt))
  })
})

interface Encryptor {
  getDecryptMsg(signature: string, timestamp: string, nonce: string, encrypt: string): string
  getEncryptedMap(
    message: string,
    timestamp: number,
    nonce: string,
  ): { msg_signature: string; encrypt: string; timeStamp: string; nonce: string }
}
const Encryptor: new (token: string, aesKey: string, owner: string) => Encryptor = createRequire(
  import.meta.url,
)('dingtalk-encrypt')
