import type { WebSocket } from 'undici'
import { SsoError } from '../errors.ts'
import type { Socket } from '../plugin.ts'

export interface SocketLimits {
  /** How long the handshake may take, at the beginning and at the end. */
  openMs: number
  /** After so long a silence it counts as broken: a line that is cut in between says nothing either. */
  silentMs: number
}

/** Bytes that have come and wait to be read: a vendor that sends more has not listened. */
const mostWaiting = 4_194_304
/** What each counts besides its text: those without any add up, too. */
const perMessage = 1024
/** Bytes that were sent and wait to go out: the vendor does not read. */
const mostUnsent = 1_048_576

/** Waits until it is open. Which addresses may be called, and how large a message may be, was decided when it was made. */
export function openSocket(
  { socket, cut }: { socket: WebSocket; cut: () => void },
  url: URL,
  { openMs, silentMs }: SocketLimits,
  signal: AbortSignal,
): Promise<Socket> {
  // the query may hold a ticket
  const broken = (why: string) =>
    new SsoError('source_unreachable', { cause: `${url.origin}${url.pathname}: ${why}` })
  const waiting: { text: string; size: number }[] = []
  let waitingBytes = 0
  let isOver = false
  let fault: SsoError | undefined
  let wake = () => {}
  let failed = (_error: SsoError) => {}
  let timer: NodeJS.Timeout | undefined

  function end(why?: string): void {
    if (isOver) return
    isOver = true
    if (why !== undefined) fault = broken(why)
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    socket.close()
    // whoever does not close it, too, would keep the line and all that waits in it
    if (why === undefined) setTimeout(cut, openMs).unref()
    else cut()
    wake()
    // of no use to whoever has the socket already
    failed(fault ?? broken('it was closed at once'))
  }
  const stop = () => end()
  function listenFor(ms: number, why: string): void {
    clearTimeout(timer)
    timer = setTimeout(() => end(why), ms)
    timer.unref()
  }

  function send(text: string): void {
    if (isOver) return
    socket.send(text)
    if (socket.bufferedAmount > mostUnsent) end('what is sent is not read')
  }

  async function* messages(): AsyncGenerator<string> {
    for (;;) {
      const next = waiting.shift()
      if (next !== undefined) {
        waitingBytes -= next.size
        yield next.text
      } else if (fault) throw fault
      else if (isOver) return
      else
        await new Promise<void>(resolve => {
          wake = resolve
        })
    }
  }

  return new Promise((opened, reject) => {
    failed = reject
    socket.addEventListener('open', () => {
      if (isOver) return socket.close()
      listenFor(silentMs, 'nothing came for too long')
      opened({
        send,
        close: stop,
        [Symbol.asyncIterator]: messages,
      })
    })
    socket.addEventListener('message', ({ data }) => {
      if (isOver) return
      listenFor(silentMs, 'nothing came for too long')
      if (typeof data !== 'string') return end('a message is no text')
      const size = Buffer.byteLength(data) + perMessage
      if (waitingBytes + size > mostWaiting) return end('more came than can be taken')
      waitingBytes += size
      waiting.push({ text: data, size })
      wake()
    })
    // an end without the closing handshake, or of a message that is too large
    socket.addEventListener('error', () => end('it cannot be opened, or broke'))
    socket.addEventListener('close', ({ wasClean }) => end(wasClean ? undefined : 'it broke'))
    signal.addEventListener('abort', stop)
    listenFor(openMs, 'no answer in time')
    if (signal.aborted) stop()
  })
}
