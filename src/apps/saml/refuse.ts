import { SsoError } from '../../errors.ts'

/** A message that is not acted on, with the reason for the log: never a value of the message itself. */
export const refused = (cause: string): SsoError => new SsoError('saml_request_invalid', { cause })
