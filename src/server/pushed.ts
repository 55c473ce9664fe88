import type { Applying } from '../directory/apply.ts'
import { keeping } from '../directory/events.ts'
import { sha256 } from '../hash.ts'
import type { Change, Received } from '../plugin.ts'
import type { Context } from './context.ts'
import type { OpenSource } from './sources.ts'

/** Keeps what a directory has pushed, whichever way it came: only after that is it acknowledged. */
export type Take = (source: OpenSource, event: Pick<Received, 'id' | 'changes'>) => Promise<void>

export function takingOn(
  {
    config,
    storage,
    log,
    now,
    random,
  }: Pick<Context, 'storage' | 'log' | 'now' | 'random'> & Pick<Applying, 'config'>,
  /** Something new was kept: who has left by it is out, the rest is to be followed as soon as possible. */
  kept: () => void,
): Take {
  const keep = keeping(storage)
  return async ({ config: source }, pushed) => {
    const event = {
      id: pushed.id === undefined || isWord(pushed.id) ? pushed.id : sha256(pushed.id),
      changes: pushed.changes.filter(isOfSomebody),
    }
    const applying = { source, config, now: now(), newId: () => random(16).toString('hex') }
    const outcome = await keep(event, applying)
    log.info({ source: source.id, event: event.id, kept: outcome, changes: event.changes.length }, 'event')
    if (outcome === 'kept') kept()
  }
}

/** What every database keeps as it is, and a log line can hold. What is none would be refused each time it came again. */
const isWord = (text: string): boolean => text.length <= 255 && !/[\p{Cc}\p{Cs}]/u.test(text)

/** Nobody was ever kept under an id that is none. */
const isOfSomebody = (change: Change): boolean => change.kind === 'departments' || isWord(change.member)
