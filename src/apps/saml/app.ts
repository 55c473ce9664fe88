import type { VouchedEmail } from '../../accounts/email.ts'
import type { Person } from '../../accounts/person.ts'
import { type Certificate, inForce } from '../../certificates.ts'
import { SsoError, type SsoErrorDetail } from '../../errors.ts'
import type { ServiceProvider } from './service-provider.ts'

/** Somebody who may enter, with what only the store knows of them. */
export interface Who {
  readonly person: Person
  readonly email: VouchedEmail | undefined
  /** Keys names that no two apps can compare. */
  readonly namesKey: Buffer
}

/** What only the store knows of others, and of what an app was told. */
export interface Known {
  /** All accounts there are, for names that must be nobody else's. */
  everybody(): Promise<readonly Who[]>
  /** Whether the app's own user of this name is the one for this account: as it was told and, at its door, as it says now. */
  hasUser(accountId: string, name: string): Promise<boolean>
}

/** Who somebody is at an app, and what it is told of them. */
export interface Statement {
  readonly nameId: { readonly format: string; readonly value: string }
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/** An app that takes people by an assertion. */
export interface SamlApp {
  readonly sp: Omit<ServiceProvider, 'certificates'>
  readonly certificates: readonly Certificate[]
  /** The Response is signed around the signed assertion: some apps want both, and none minds. */
  readonly signsResponse: boolean
  /** It may send people here with a request of its own. */
  readonly asks: boolean
  /** People may be sent there without one; `relayState`: where they land. */
  readonly startsHere: boolean
  readonly relayState?: string
  /** Whether the app tells of sign-outs, and is told. */
  readonly signsOut: boolean
  /** Of its names. */
  readonly nameIdFormat: string
  /** Whether names are of this format; undefined where the request leaves it to us. */
  names(format: string | undefined): boolean
  /** Throws `app_refused` or `app_user_missing` for whom there is nothing to say of. */
  statement(who: Who, known: Known): Statement | Promise<Statement>
}

/** The app with the certificates that are in force. */
export const serviceProvider = ({ sp, certificates }: SamlApp, now: number): ServiceProvider => ({
  ...sp,
  certificates: inForce(certificates, now),
})

/** Somebody who may enter, and whom the app could not tell from others. */
export const unnamed = ({ person }: Who, cause: string, userName?: SsoErrorDetail['userName']): SsoError =>
  new SsoError('app_refused', { who: person.account.username, cause, userName })
