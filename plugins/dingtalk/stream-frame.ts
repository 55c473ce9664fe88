import { createHash } from 'node:crypto'
import type { Received } from 'sso-kit/plugin'
import { changesIn, type Message, messageIn, objectIn, textIn } from './event-message.ts'

/** What DingTalk sends over a connection (open-dingtalk/developerpedia: docs/learn/stream/protocol.md). */
export interface Frame {
  type: string
  topic: string
  messageId: string
  headers: Message
  /** JSON. */
  data: string
}

/** Undefined for what is no frame. */
export function frameIn(text: string): Frame | undefined {
  const frame = messageIn(text)
  const headers = objectIn(frame?.headers)
  if (!frame || !headers) return undefined
  const { type, data } = frame
  const { topic, messageId } = headers
  if (typeof type !== 'string' || typeof topic !== 'string' || typeof messageId !== 'string') return undefined
  return { type, topic, messageId, headers, data: typeof data === 'string' ? data : '' }
}

/** The event of a frame, or why it is none of this organisation. */
export function eventIn({ headers, data }: Frame, corpId: string): Pick<Received, 'id' | 'changes'> | string {
  if (headers.eventCorpId !== corpId) return 'it is from another organisation'
  const message = messageIn(data)
  if (!message) return 'its data is no JSON object'
  const type = textIn(headers, 'eventType')
  if (type === undefined) return 'it has no type'
  return {
    // the same as HTTP push has for it
    id: textIn(headers, 'eventId') ?? createHash('sha256').update(`${type} ${data}`).digest('hex'),
    changes: changesIn(message, type),
  }
}

/** What a frame is answered with; an event that is not acknowledged comes again. */
export const answerTo = ({ messageId }: Frame, data: string): string =>
  JSON.stringify({ code: 200, message: 'OK', headers: { contentType: 'application/json', messageId }, data })

/** Of an event: it is kept, or it shall come again. */
export const outcome = (status: 'SUCCESS' | 'LATER'): string => JSON.stringify({ status, message: '' })
