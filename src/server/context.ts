import type { Config } from '../config/config.ts'
import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import type { OpenApps } from './apps/apps.ts'
import type { Oidc } from './apps/oidc/oidc.ts'
import type { FormKeys } from './form-keys.ts'
import type { Keyring } from './keyring.ts'
import type { Limits } from './limits.ts'
import type { Logo } from './logo.ts'
import type { Outbound } from './outbound.ts'
import type { Take } from './pushed.ts'
import type { Idp } from './saml/idp.ts'
import type { OpenSource } from './sources.ts'

/** What the routes are given. Clock and randomness come in here and from nowhere else. */
export interface Context {
  config: Config
  storage: Storage
  sources: ReadonlyMap<string, OpenSource>
  apps: OpenApps
  outbound: Outbound
  log: Log
  /** Milliseconds since 1970. */
  now: () => number
  random: (bytes: number) => Buffer
  formKeys: FormKeys
  keyring: Keyring
  /** Undefined where no app speaks SAML. */
  idp: Idp | undefined
  limits: Limits
  /** On every page; undefined where the file has none. */
  logo: Logo | undefined
  take: Take
  /** Undefined where no app of the file needs an OpenID provider. */
  oidc: Oidc | undefined
  /** Sessions have ended: apps that can be told are told as soon as possible. */
  tellApps: () => void
  /** The same, where somebody may have lost an app or got it back: apps that have people of their own are told too. */
  peopleChanged: () => void
  /** Simulated vendors; every page says so. */
  sandbox: boolean
}
