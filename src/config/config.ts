import type { Role } from '../model.ts'
import type { PermissionProfile } from '../permissions.ts'

/** The compiled file: complete, checked, frozen. References are still references. */
export interface Config {
  readonly version: 1
  /** Origin and path, without a slash at the end. Every address is built from it. */
  readonly publicUrl: string
  readonly server: {
    readonly listen: { readonly host: string; readonly port: number }
    readonly trustedProxies: readonly string[]
  }
  readonly storage: { readonly url: string | Reference }
  readonly outbound: {
    readonly proxy?: string | Reference
    /** `host:port` of private addresses the server may call. */
    readonly allowPrivate: readonly string[]
    /** For consoles that ask; the server does not use it. */
    readonly egressIps: readonly string[]
    readonly ca?: Reference
  }
  /** Absent: made on first start and kept beside the database, or in it. */
  readonly keys?: {
    readonly cookie?: readonly Reference[]
    /** The first with a key signs, the certificates of all are published. */
    readonly saml?: readonly SamlKeyConfig[]
  }
  readonly session: { readonly idleMs: number; readonly lifetimeMs: number }
  /** How long lines of the audit log are kept; null: forever. */
  readonly audit: { readonly keepMs: number | null }
  readonly ui: {
    readonly title: string
    readonly locale: Locale
    readonly logo?: string
    readonly contact?: string
  }
  readonly admins: readonly { readonly source: string; readonly subject: string; readonly issuer?: string }[]
  readonly permissions: PermissionProfile
  /** Packages and folders that add source types. */
  readonly plugins: readonly string[]
  readonly sources: readonly SourceConfig[]
  /** None: everybody sees every source. */
  readonly organizations: readonly Organization[]
  readonly callbacks: { readonly alist?: AListCallbacks }
  readonly grants: readonly Grant[]
  readonly apps: readonly AppConfig[]
  readonly moved: readonly Move[]
}

export interface SamlKeyConfig {
  readonly key?: Reference
  readonly certificate: Reference
}

export type Locale = 'zh-CN' | 'en'

export interface SourceConfig {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly description?: string
  /** False: sign-in refused, accounts kept. */
  readonly enabled: boolean
  /** True where a stranger can get an account: what its people say of themselves names nobody's groups here. */
  readonly public: boolean
  /** Absent: everyone the source vouches for. Every key must match; one with an empty list lets nobody in. */
  readonly allow?: Readonly<Record<string, readonly string[]>>
  readonly autoRegister: AutoRegister
  /** Absolute. */
  readonly callbackUrl: string
  readonly sync?: Sync
  /** `true` where the vendor's key follows from the options. */
  readonly events?: boolean | Readonly<Record<string, unknown>>
  /** Absent where the type has no silent sign-in. */
  readonly inApp?: boolean
  /** The type's own keys, defaults filled. */
  readonly options: Readonly<Record<string, unknown>>
}

/** What an account gets that is made at the first sign-in. */
export interface AutoRegister {
  readonly enabled: boolean
  readonly baseDir: string
  /** The sum. */
  readonly permission: number
  readonly role: Exclude<Role, 'admin'>
  readonly onNameCollision: 'append-subject' | 'refuse'
}

/** How accounts follow the directory of their source. */
export interface Sync {
  readonly auto: boolean
  readonly users: boolean
  readonly everyMs: number
  readonly scope: 'all' | { readonly departments: readonly string[] }
  /** Our field and the source's; absent: the type's usual ones. */
  readonly fields?: Readonly<Record<string, string>>
  /** A run that would disable more than the larger of the two stops. */
  readonly guard: { readonly accounts: number; readonly percent: number }
}

export interface Organization {
  readonly id: string
  readonly name: string
  readonly domains: readonly string[]
  readonly sources: readonly string[]
}

/** AList's own addresses under `/api/auth`. */
export interface AListCallbacks {
  readonly source: string
  readonly compatibilityMode: boolean
  readonly frontends: readonly string[]
}

/** What people get from who they are. */
export interface Grant {
  readonly id: string
  readonly when: When
  readonly groups: readonly string[]
  /** The sum. */
  readonly permission: number
  readonly baseDir?: string
}

/** All keys must be met; of a list, one entry. */
export interface When {
  readonly source?: OneOrMore
  readonly department?: OneOrMore
  readonly group?: OneOrMore
  readonly domain?: OneOrMore
  readonly title?: OneOrMore
  readonly attribute?: Readonly<Record<string, OneOrMore>>
  readonly all?: readonly When[]
  readonly any?: readonly When[]
  readonly not?: When
}

export type OneOrMore = string | readonly string[]

export interface AppConfig {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly description?: string
  readonly enabled: boolean
  readonly allow: Access
  /** The type's own keys, defaults filled. */
  readonly options: Readonly<Record<string, unknown>>
}

/** Every key must match, of one list one entry. */
export type Access =
  | 'everyone'
  | {
      readonly groups?: readonly string[]
      readonly departments?: readonly string[]
      readonly sources?: readonly string[]
    }

/** Places of the file: `sources.github`. */
export interface Move {
  readonly from: string
  readonly to: string
}

/**
 * Where a secret is kept. Exactly one key. `literal` cannot be written in the file: it is what a secret in a
 * `*.sandbox.yaml` becomes.
 */
export type Reference =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly credential: string }
  | { readonly exec: readonly string[] }
  | { readonly literal: string }
