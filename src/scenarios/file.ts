import type { Role } from '../model.ts'

/** A file of scenarios as `schemas/sso-test.schema.json` describes it, key by key. */
export interface ScenarioFile {
  readonly config: string
  readonly tests: readonly Scenario[]
}

export interface Scenario {
  readonly name: string
  readonly accounts?: readonly Before[]
  readonly signIn: Somebody
  readonly expect: Expected
}

/** Somebody as a source vouches for them. */
export interface Somebody {
  readonly source: string
  readonly subject: string
  readonly issuer?: string
  readonly directoryId?: string
  readonly username?: string
  readonly displayName?: string
  readonly email?: string
  readonly emailVerified?: boolean
  readonly emailAssigned?: boolean
  readonly phone?: string
  readonly departments?: string[]
  readonly groups?: string[]
  readonly organizations?: readonly string[]
  readonly teams?: readonly string[]
  readonly domains?: readonly string[]
  readonly tenants?: readonly string[]
  readonly claims?: Readonly<Record<string, readonly string[]>>
  readonly title?: string
  readonly attributes?: Readonly<Record<string, string>>
}

/** Names, or their sum. */
export type Permissions = readonly string[] | number

/** An account that is there before. */
export interface Before {
  readonly username: string
  readonly disabled?: boolean
  readonly email?: string
  readonly permissions?: Permissions
  readonly baseDir?: string
  /** The source whose directory has told of this person. */
  readonly directory?: string
  readonly identities?: readonly Somebody[]
}

export interface Expected {
  /** A code of `errors`, with hyphens. */
  readonly refused?: string
  readonly account?: ExpectedAccount
  readonly apps?: { readonly allowed?: readonly string[]; readonly denied?: readonly string[] }
  readonly saml?: Told
  readonly oidc?: Told
  readonly headers?: Told
}

export interface ExpectedAccount {
  readonly registered?: boolean
  readonly username?: string
  readonly displayName?: string | null
  readonly email?: string | null
  readonly phone?: string | null
  readonly role?: Role
  readonly permissions?: Permissions
  readonly baseDir?: string
  readonly groups?: readonly string[]
}

/** By app, and by the name of what it is told. */
export type Told = Readonly<Record<string, Readonly<Record<string, Value>>>>

/** Null: it is not told. */
export type Value = string | number | boolean | readonly string[] | null
