import type { ProfileName } from '../permissions.ts'
import type { Access, AListCallbacks, Config, Move, Organization, When } from './config.ts'

/** The file after the schema has filled the defaults in. */
export interface RawConfig {
  readonly version: 1
  readonly publicUrl: string
  readonly server: { readonly listen: string; readonly trustedProxies: readonly string[] }
  readonly storage: { readonly url: string | RawReference }
  readonly outbound: {
    readonly proxy?: string | RawReference
    readonly allowPrivate: readonly string[]
    readonly egressIps: readonly string[]
    readonly ca?: RawReference
  }
  readonly keys?: {
    readonly cookie?: readonly (RawReference | string)[]
    readonly saml?: readonly {
      readonly key?: RawReference | string
      readonly certificate: RawReference | string
    }[]
  }
  readonly session: { readonly idle: string; readonly lifetime: string }
  readonly audit: { readonly keep: string }
  readonly ui: Config['ui']
  readonly admins: readonly { readonly source: string; readonly subject: string; readonly issuer?: string }[]
  readonly plugins: readonly string[]
  readonly permissionProfile: ProfileName | Readonly<Record<string, number>>
  readonly autoRegister?: RawAutoRegister
  readonly callbacks: { readonly path: string; readonly alist?: AListCallbacks }
  readonly sources: readonly unknown[]
  readonly organizations: readonly Organization[]
  readonly grants: readonly RawGrant[]
  readonly apps: readonly unknown[]
  readonly moved: readonly Move[]
}

export interface RawSource {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly description?: string
  readonly enabled: boolean
  readonly allow?: Readonly<Record<string, readonly string[]>>
  readonly autoRegister?: RawAutoRegister
  readonly callbackUrl?: string
  readonly sync?: RawSync
  /** `true` where the key follows from the other keys. */
  readonly events?: boolean | Readonly<Record<string, unknown>>
  readonly inApp?: boolean
}

export interface RawSync {
  readonly auto: boolean
  readonly users: boolean
  readonly every: string
  readonly scope: 'all' | { readonly departments: readonly string[] }
  readonly fields?: Readonly<Record<string, string>>
  readonly guard: { readonly accounts: number; readonly percent: number }
}

export interface RawAutoRegister {
  readonly enabled?: boolean
  readonly baseDir?: string
  readonly permissions?: RawPermissions
  readonly role?: 'general' | 'guest'
  readonly onNameCollision?: 'append-subject' | 'refuse'
}

export interface RawGrant {
  readonly id: string
  readonly when: When
  readonly groups?: readonly string[]
  readonly permissions?: RawPermissions
  readonly baseDir?: string
}

export interface RawApp {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly description?: string
  readonly enabled: boolean
  readonly allow: Access
}

export type RawPermissions =
  | readonly string[]
  | number
  | { readonly names: readonly string[]; readonly sum: number }

export type RawReference =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly credential: string }
  | { readonly exec: readonly string[] }

// what is in the file as it is in the program
export type { Access, AListCallbacks, Move, OneOrMore, Organization, When } from './config.ts'
