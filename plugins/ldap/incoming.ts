import type { Duplex } from 'node:stream'
import { SsoError } from 'sso-kit/plugin'
import { messageLength } from './ber.ts'

const mostBytes = 1_048_576

export interface Incoming {
  /** The next whole message; throws where the connection ends before. */
  next(): Promise<Buffer>
  /** A new question is asked: what came so far counts no more. */
  begin(): void
  /** Reads no more, leaves the connection open, and tells how many bytes came after the last message. */
  leave(): Promise<number>
}

/** Messages out of a stream of bytes. */
export function incoming(stream: Duplex): Incoming {
  const chunks: AsyncIterator<Buffer> = stream.iterator({ destroyOnReturn: false })
  let rest: Buffer = Buffer.alloc(0)
  let taken = 0

  async function more(): Promise<void> {
    const { value, done } = await chunks.next().catch((error: Error & { code?: string }) => {
      const inTime = error.name === 'AbortError' ? 'no answer in time' : (error.code ?? error.message)
      throw new SsoError('source_unreachable', { cause: inTime })
    })
    if (done) throw new SsoError('source_unreachable', { cause: 'the server ended the connection' })
    taken += value.length
    if (taken > mostBytes)
      throw new SsoError('source_reply_invalid', { cause: `more than ${mostBytes} bytes in one answer` })
    rest = Buffer.concat([rest, value])
  }

  return {
    async next() {
      for (;;) {
        const length = messageLength(rest)
        if (length !== undefined && length <= rest.length) {
          const message = rest.subarray(0, length)
          rest = rest.subarray(length)
          return message
        }
        await more()
      }
    },
    begin() {
      taken = 0
    },
    async leave() {
      await chunks.return?.()
      return rest.length
    },
  }
}
