import { type Dispatcher, WebSocket } from 'undici'
import { SsoError } from '../errors.ts'
import type { Socket } from '../plugin.ts'

export interface SocketLimits {
  /** How long the handshake may take. */
  openMs: number
  /** After so long a silence it counts as broken: a line that is cut in between says nothing either. */
  silentMs: number
}

/** Messages that wait to be read. More of them are a vendor that does not listen. */
const mostWaiting = 1000

/** Opens it through a dispatcher that decides which addresses may be called, and how large a message may be. */
export function openSocket(
  url: URL,
  dispatcher: Dispatcher,
  { openMs, silentMs }: SocketLimits,
  signal: AbortSignal,
): Promise<Socket> {
  // the query may hold a ticket
  const broken = (why: string) =>
    new SsoError('source_unreachable', { cause: `${url.origin}${url.pathname}: ${why}` })
  const socket = new WebSocket(url, { dispatcher })
  const waiting: string[] = []
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

  async function* messages(): AsyncGenerator<string> {
    for (;;) {
      const next = waiting.shift()
      if (next !== undefined) yield next
      else if (fault) throw fault
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
        send: text => void (isOver || socket.send(text)),
        close: stop,
        [Symbol.asyncIterator]: messages,
      })
    })
    socket.addEventListener('message', ({ data }) => {
      if (isOver) return
      listenFor(silentMs, 'nothing came for too long')
      if (typeof data !== 'string') return end('a message is no text')
      if (waiting.length === mostWaiting) return end('more came than can be taken')
      waiting.push(data)
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
