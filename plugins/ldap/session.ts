import { SsoError } from 'sso-kit/plugin'
import type { Connection } from './connection.ts'

/** How long one answer may take. */
const patienceMs = 10_000

/** One connection for many questions, opened when the first is asked; after a failure the next one gets a new one. */
export interface Session {
  use<T>(work: (service: Connection) => Promise<T>): Promise<T>
  close(): void
}

export function sessionOf(open: () => Promise<Connection>, signal: AbortSignal): Session {
  let held: Connection | undefined

  function close(): void {
    held?.close()
    held = undefined
  }

  return {
    async use(work) {
      signal.throwIfAborted()
      held ??= await open()
      // a server that says no more: its end of the connection will not tell
      const late = setTimeout(close, patienceMs)
      signal.addEventListener('abort', close)
      try {
        return await work(held)
      } catch (error) {
        close()
        throw error instanceof SsoError ? error.completed({ step: 'profile' }) : error
      } finally {
        clearTimeout(late)
        signal.removeEventListener('abort', close)
      }
    },
    close,
  }
}
