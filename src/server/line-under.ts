import type { Duplex } from 'node:stream'
import type { Dispatcher } from 'undici'

/**
 * Tells of the line that a WebSocket is spoken over. Undici's waits for the other side to close it, for as long as that likes;
 * whoever has the line can end it.
 */
export const lineUnder =
  (found: (line: Duplex) => void): Dispatcher.DispatcherComposeInterceptor =>
  dispatch =>
  (options, handler) =>
    dispatch(options, telling(handler, found))

/** The handler itself, private parts and all, but for the moment at which it gets the line. */
const telling = (handler: Dispatcher.DispatchHandler, found: (line: Duplex) => void) =>
  new Proxy(handler, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (name !== 'onRequestUpgrade') return value.bind(target)
      return (...upgrade: Parameters<NonNullable<typeof target.onRequestUpgrade>>) => {
        found(upgrade[3])
        return value.apply(target, upgrade)
      }
    },
  })
