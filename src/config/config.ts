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
    readonly ca?: Reference
  }
  /** Absent: made on first start and kept beside the database. */
  readonly keys?: { readonly cookie: readonly Reference[] }
  readonly session: { readonly idleMs: number; readonly lifetimeMs: number }
  readonly ui: { readonly title: string; readonly locale: Locale }
  readonly admins: readonly { readonly source: string; readonly subject: string }[]
  readonly permissions: PermissionProfile
  readonly sources: readonly SourceConfig[]
}

export type Locale = 'zh-CN' | 'en'

export interface SourceConfig {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly description?: string
  /** False: sign-in refused, accounts kept. */
  readonly enabled: boolean
  /** Absent: everyone the source vouches for. Every key must match; one with an empty list lets nobody in. */
  readonly allow?: Readonly<Record<string, readonly string[]>>
  readonly autoRegister: AutoRegister
  /** Absolute. */
  readonly callbackUrl: string
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
