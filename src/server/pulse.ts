import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'

export interface Pulse {
  /** Looks whether the database answers. Says once that it went away, and once that it is back. */
  look(): Promise<boolean>
}

export function pulseOf(storage: Pick<Storage, 'isReachable'>, log: Log): Pulse {
  let wasThere = true
  return {
    async look() {
      const isThere = await storage.isReachable()
      if (wasThere && !isThere)
        log.warn({}, 'the database is gone: it does not answer, or was deleted or replaced')
      if (!wasThere && isThere) log.info({}, 'the database is back')
      wasThere = isThere
      return isThere
    },
  }
}
