import { encrypt, signatureOf } from '../plugins/dingtalk/event-crypto.ts'

export const keys = { aesKey: 's7Kq2LmZx9Vb4NcT1yRw8HfJ6pDg3QeU5aXo0BtYiCE', token: 'eventToken2026' }
export const corpId = 'ding3608be7c4e5266ce4ac5d6980864'

/** A message as DingTalk encrypts it; what is left is to sign it, with the time at which it is sent. */
export const sealed = (message: Readonly<Record<string, unknown>>): string =>
  encrypt(keys, JSON.stringify({ CorpId: corpId, ...message }), corpId)

/** The query and the body of its POST to `/events/{source}`. */
export function signed(encrypted: string): { query: string; body: string } {
  const at = { timestamp: String(Date.now()), nonce: 'abc', encrypt: encrypted }
  const query = new URLSearchParams({
    msg_signature: signatureOf(keys, at),
    timestamp: at.timestamp,
    nonce: at.nonce,
  })
  return { query: String(query), body: JSON.stringify({ encrypt: encrypted }) }
}
