import type { Draft, DraftApp, DraftSource } from '../../draft.ts'
import { strangersAt } from '../autoregister/strangers.ts'

/**
 * At a public source people choose what they are called, and the first of a name who is registered here has it. Tells for
 * an app that is sound the first such source whose people enter it.
 */
export function choosersOf(draft: Draft): (app: DraftApp) => DraftSource | undefined {
  const choosing = strangersAt(draft).map(({ source }) => source)
  return app => choosing.find(source => letsIn(app, source))
}

/** For certain: who has the groups or departments of a list, the file does not tell. */
const letsIn = ({ host: { allow } }: DraftApp, { host: { id = '' } }: DraftSource): boolean =>
  allow === 'everyone' ||
  (allow !== undefined && Object.keys(allow).length === 1 && allow.sources?.includes(id) === true)
