import type { Binding } from './names.ts'

/** An app as SAML sees it. */
export interface ServiceProvider {
  readonly entityId: string
  /** Where answers may go (assertion consumer service), the default one first. No request adds to them. */
  readonly acs: readonly [Acs, ...Acs[]]
  /** Where it is told of a sign-out, and where it is answered; absent: nowhere. */
  readonly slo?: { readonly url: string; readonly responseUrl: string; readonly binding: Binding }
  /** PEM, of those whose signatures are believed. None: signatures are not looked at. */
  readonly certificates: readonly string[]
  /** A request without a signature is refused. Sign-outs of an app with certificates have to be signed in any case. */
  readonly signsRequests: boolean
}

export interface Acs {
  readonly url: string
  readonly index?: number
}
