import type { Identity } from '../model.ts'
import type { Words } from './console.ts'
import type { Directory } from './directory.ts'

/** One sign-in attempt, made, kept and burnt by the host. Each value is fresh, random and used once. */
export interface Transaction {
  /** Goes out as `state`; the host has compared it before `finish` is called. */
  readonly state: string
  /** Goes out as `nonce` where the protocol has one; comparing it with the token's is the plugin's. */
  readonly nonce: string
  /** RFC 7636: the verifier for the token request … */
  readonly codeVerifier: string
  /** … and its S256 challenge for the authorisation request. */
  readonly codeChallenge: string
  /** Absolute; built from `publicUrl`, never from a request. */
  readonly redirectUri: string
}

/** Where the browser goes next. */
export interface Departure {
  url: URL
}

/** An answer that the vendor's own page posts to us (SAML's HTTP-POST binding), instead of a redirect. */
export interface PostedReturn {
  /** The field that brings the state back: `RelayState`. */
  readonly state: string
  /** Fields that may be longer than the usual 4 KB, each with its most characters: `{ SAMLResponse: 360_000 }`. */
  readonly longest: Readonly<Record<string, number>>
}

export interface Redirect {
  /**
   * Present where people come back by a cross-site POST. Browsers keep SameSite=Lax cookies out of it, so the host
   * ties such a sign-in to the browser by a cookie of its own, and takes no GET.
   */
  readonly post?: PostedReturn
  /** Builds the vendor's address. Opens a connection only if the protocol needs one (discovery). */
  start(tx: Transaction): Departure | Promise<Departure>
  /**
   * Turns the vendor's return into an identity. `callback.url` is the redirect URI with the parameters that came;
   * where the source has `post` it is a POST with them as its form. The host has already compared the state,
   * refused repeated or overlong parameters and answered `error=`.
   * Yours to check: signature, audience, nonce, tenant, membership. Throws `SsoError`.
   */
  finish(callback: Request, tx: Transaction): Promise<Identity>
}

export interface Password {
  /** `null` for a wrong name or password; throws when the answer cannot be had. The host has counted the try. */
  check(username: string, password: string): Promise<Identity | null>
}

/** What the page of a silent sign-in needs to get a code from the app around it. */
export interface InAppPage {
  /** Address of the vendor's script, loaded first. The page's content policy allows its origin, and no other. */
  readonly library: URL
  /**
   * JavaScript, the body of `async (parameters) => code`; runs in the browser after the library. Throws where the
   * app gives no code: the person then goes the ordinary way.
   */
  readonly askForCode: string
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Silent sign-in: the page is already open inside the vendor's own app, which knows who the person is. The app gives a
 * code away either to a script on a page of ours or by a redirect.
 */
export type InApp = InAppScript | InAppRedirect

interface Inside {
  /** The vendor's app, by its `User-Agent`. Decides what is offered, never who somebody is. */
  readonly userAgent: RegExp
}

/** The script's code is posted to an address of its own, where no state of a redirect is good. */
export interface InAppScript extends Inside {
  page(tx: Transaction): InAppPage
  /** Turns the app's code into an identity, with the very checks of {@link Redirect.finish}. Throws `SsoError`. */
  exchange(code: string, tx: Transaction): Promise<Identity>
}

/**
 * An address that answers inside the app and nowhere else. Inside the app the host takes it wherever it would take
 * {@link Redirect.start}, and people come back like any others, to {@link Redirect.finish}.
 */
export interface InAppRedirect extends Inside {
  start(tx: Transaction): Departure | Promise<Departure>
}

/** One step of the connectivity test, after it was taken. */
export interface Probe {
  /** What was tried: `Permission 通讯录部门信息读权限 (qyapi_get_department_list)`. */
  readonly name: Words
  /**
   * `unknown`: it could not be tried, and that alone is no fault. `busy`: the vendor had no answer now – too many calls,
   * an error of its own – and asking later will tell.
   */
  readonly state: 'good' | 'bad' | 'unknown' | 'busy'
  /** What was found; never a secret, and nothing of a vendor's text but codes. */
  readonly found?: string
  /** Where in the vendor's console it is mended; there for what is bad. */
  readonly mend?: Words
}

export interface Source {
  redirect?: Redirect
  password?: Password
  inApp?: InApp
  directory?: Directory
  /**
   * The connectivity test, step by step: credentials first, then each permission that the options need. It asks for
   * nothing that changes something. What it throws ends it as a bad step; addresses, TLS and the clock are the host's.
   */
  check?(signal: AbortSignal): AsyncIterable<Probe>
  close?(): Promise<void>
}
