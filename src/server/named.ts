import { SsoError, type Step } from '../errors.ts'

/** What a plugin threw, with the source's name on it. A bug in reading a reply is shown as an unreadable reply. */
export function named(thrown: unknown, source: string, step: Step): SsoError {
  if (thrown instanceof SsoError) return thrown.completed({ source, step })
  return new SsoError('source_reply_invalid', { source, step, cause: thrown })
}
