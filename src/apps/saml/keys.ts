import type { Certificate, SigningPair } from '../../certificates.ts'

export interface SamlKeys {
  readonly signing: SigningPair
  /** All that metadata lists, the signing one first: an app that knows the next one already is not cut off by it. */
  readonly published: readonly Certificate[]
}

export const keysOf = (signing: SigningPair, others: readonly Certificate[]): SamlKeys => ({
  signing,
  published: [signing.certificate, ...others.filter(({ base64 }) => base64 !== signing.certificate.base64)],
})
