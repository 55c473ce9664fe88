import type { World } from 'sso-kit/plugin'
import type { Options } from './index.ts'
import { userIdOf } from './people.ts'
import { type Form, seal, unseal } from './sealed.ts'

/** §5.3: ids and no more. No `corpAdd…` is public: presumably an edit stands for it. */
export type Event =
  | { eventType: 'test' | 'corpAuth' | 'corpCancelAuth' }
  | { eventType: 'corpEditUser' | 'corpDelUser'; people: readonly { id: string }[] }
  | { eventType: 'corpEditDept' | 'corpDelDept'; departments: readonly string[] }

/** §5.3: spellings that have been seen, and a tenant that is not ours. */
export interface Spelling {
  form?: Form
  /** Default: seconds as text, as in the documents. */
  time?: 'seconds' | 'milliseconds' | 'number'
  /** `enventType`, as in a sample of the documents. */
  misspelt?: boolean
  tenantId?: string
}

/** The callback address of the app (§5): WeLink as the one who asks. */
export interface Events {
  /** What is sent to the callback address. */
  request(callback: string, event: Event, spelling?: Spelling): Request
  /** §5.4: whether the answer says `success`, sealed, with a time that is at most 30 minutes away. */
  acknowledges(reply: Response): Promise<boolean>
}

const toleratedMs = 30 * 60_000

export function eventsOf(options: Options, world: World): Events {
  const secret = options.clientSecret.reveal()

  function timeNow(spelling: Spelling['time'] = 'seconds'): string | number {
    const seconds = Math.floor(world.now() / 1000)
    if (spelling === 'number') return seconds
    return String(spelling === 'seconds' ? seconds : world.now())
  }

  function payloadOf(event: Event, tenantId: string): object {
    if ('people' in event)
      return { data: event.people.map(person => ({ userId: userIdOf(person, world), tenantId })) }
    if ('departments' in event) return { data: event.departments.map(deptCode => ({ deptCode, tenantId })) }
    return event.eventType === 'test' ? {} : { tenantId }
  }

  return {
    request(callback, event, { form, time, misspelt = false, tenantId = options.tenantId } = {}) {
      const message = {
        [misspelt ? 'enventType' : 'eventType']: event.eventType,
        timestamp: timeNow(time),
        ...payloadOf(event, tenantId),
      }
      return new Request(callback, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ encrypt: seal(secret, JSON.stringify(message), world.random(16), form) }),
      })
    },

    async acknowledges(reply) {
      if (reply.status !== 200) return false
      const body: unknown = await reply.json().catch(() => undefined)
      const said: unknown = JSON.parse(unseal(secret, String(Object(body).encrypt)) ?? 'null')
      const { msg, timestamp } = Object(said) as { msg?: unknown; timestamp?: unknown }
      const at = Number(timestamp) * (String(timestamp).length > 10 ? 1 : 1000)
      return msg === 'success' && Math.abs(world.now() - at) <= toleratedMs
    },
  }
}
