import type { OptionsOf, Transaction } from 'sso-kit/plugin'
import type { options } from './options.ts'

export type Options = OptionsOf<typeof options>

/** What an answer has to say, as far as it is known before it comes. */
export interface Expected {
  issuer: string
  /** Our entity ID. */
  audience: string
  /** Our address, where the answer is posted to. */
  recipient: string
  /** The ID of the AuthnRequest. Made of the transaction's nonce, so that an answer belongs to one attempt. */
  requestId: string
}

export function expectedOf({ entityId, spEntityId }: Options, { nonce, redirectUri }: Transaction): Expected {
  return {
    issuer: entityId,
    audience: spEntityId ?? redirectUri,
    recipient: redirectUri,
    // an xs:ID begins with a letter or an underscore
    requestId: `_${nonce}`,
  }
}
