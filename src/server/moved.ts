import type { Move } from '../config/config.ts'
import { Halt } from '../errors.ts'
import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import { record } from './record.ts'

interface Given {
  storage: Storage
  now: () => number
  random: (bytes: number) => Buffer
  log: Log
}

/**
 * Sources that got another id keep their accounts: all moves of the file or none. Done already, it does nothing; of two
 * programs that start at once the second finds it done. Apps have no data of their own yet, and move by themselves.
 * Throws {@link Halt} where both ids have people: whose is whose, only an administrator knows.
 */
export async function moveSources(moved: readonly Move[], given: Given): Promise<void> {
  const moves = moved.flatMap(({ from, to }) => {
    const [list, old = ''] = from.split('.')
    const [, id = ''] = to.split('.')
    return list === 'sources' ? [{ from: old, to: id }] : []
  })
  if (moves.length === 0) return
  await given.storage.atomically(async storage => {
    for (const { from, to } of moves) {
      const bound = await storage.moves.bound(from, to)
      if (bound.has(from) && bound.has(to)) throw bothHavePeople(from, to, bound)
      const bindings = await storage.moves.source(from, to)
      if (bindings > 0)
        await record({ ...given, storage }, { event: 'moved', source: to, detail: { from, bindings } })
    }
  })
}

const bothHavePeople = (from: string, to: string, bound: ReadonlyMap<string, number>) =>
  new Halt(
    `moved: sources.${from} cannot become sources.${to}: both have accounts bound, ${bound.get(from)} and ${bound.get(to)}`,
    'remove the entry and keep both sources, or first unbind the few of one: sso-kit accounts unbind NAME --source ID',
  )
