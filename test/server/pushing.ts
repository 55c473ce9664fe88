import { encrypt, signatureOf } from '../../plugins/dingtalk/event-crypto.ts'
import type { World } from '../../src/sandbox/world.ts'
import { eventKeys, type Site } from '../site.ts'

/** The key of a source at DingTalk that takes its pushed events. */
export const events = 'events: { aesKey: { env: AES_KEY }, token: { env: TOKEN } }'
const corpId = 'ding3608be7c4e5266ce4ac5d6980864'

let sent = 0
/** An event as DingTalk pushes it, each with an id of its own; what comes back sends it, as often as it is called. */
export const pushing =
  (site: Site) =>
  (type: string, userId: string[], change: { token?: string; body?: string } = {}) => {
    sent += 1
    const message = {
      EventType: type,
      CorpId: corpId,
      eventId: `e${sent}`,
      userId,
      timeStamp: String(site.clock.now),
    }
    const keys = { ...eventKeys, ...(change.token !== undefined && { token: change.token }) }
    const sealed = {
      timestamp: String(site.clock.now),
      nonce: 'abc',
      encrypt: encrypt(keys, JSON.stringify(message), 'dingwjlht8b93ara'),
    }
    const query = new URLSearchParams({ ...sealed, msg_signature: signatureOf(keys, sealed) })
    query.delete('encrypt')
    return () =>
      fetch(`${site.url}/events/dingtalk?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: change.body ?? JSON.stringify({ encrypt: sealed.encrypt }),
      })
  }

/** Somebody is in the organisation no more. */
export function removed({ people }: World, id: string): void {
  people.splice(
    people.findIndex(person => person.id === id),
    1,
  )
}
