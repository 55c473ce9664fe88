import { SsoError } from 'sso-kit/plugin'

/** An answer that is not to be believed, with the reason for the log: never a value of the answer itself. */
export const unacceptable = (cause: string): SsoError =>
  new SsoError('source_reply_invalid', { step: 'return', cause })
