import { SsoError } from './errors.ts'
import type { Entry } from './plugin/directory.ts'

/** One bad record is set aside: the read goes on, and nobody is disabled by it. `what` it is one of: `a user`. */
export function orSetAside(what: string, read: () => Entry): Entry {
  try {
    return read()
  } catch (error) {
    if (error instanceof SsoError) return { fault: `${what} was set aside: ${error.cause}` }
    throw error
  }
}
