import { keeping } from '../directory/events.ts'
import type { Received } from '../plugin.ts'
import type { Context } from './context.ts'
import type { OpenSource } from './sources.ts'

/** Keeps what a directory has pushed, whichever way it came: only after that is it acknowledged. */
export type Take = (source: OpenSource, event: Pick<Received, 'id' | 'changes'>) => Promise<void>

export function takingOn(
  { config, storage, log, now, random }: Pick<Context, 'config' | 'storage' | 'log' | 'now' | 'random'>,
  /** Something new was kept: who has left by it is out, the rest is to be followed as soon as possible. */
  kept: () => void,
): Take {
  const keep = keeping(storage)
  return async ({ config: source }, event) => {
    const applying = { source, config, now: now(), newId: () => random(16).toString('hex') }
    const outcome = await keep(event, applying)
    log.info({ source: source.id, event: event.id, kept: outcome, changes: event.changes.length }, 'event')
    if (outcome === 'kept') kept()
  }
}
