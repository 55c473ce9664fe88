/** What a source vouches for at one moment. (issuer, subject) is the key, everything else is decoration. */
export interface Identity {
  /** Whose subjects these are. Exact, compared as bytes. */
  issuer: string
  /** The vendor's immutable id of the person: 1 to 255 characters. */
  subject: string
  /** The id that the same vendor's directory knows the person by, where it is another one (DingTalk's userid). */
  directoryId?: string | undefined
  /** Wish for a username; the host cleans it and settles collisions. */
  username?: string | undefined
  displayName?: string | undefined
  email?: string | undefined
  /** True only where the vendor itself says that the person proved this address. */
  emailVerified?: boolean | undefined
  /** True only where the organisation itself gave this address to the person, in its directory: nobody writes their own. */
  emailAssigned?: boolean | undefined
  phone?: string | undefined
  departments?: string[] | undefined
  groups?: string[] | undefined
  /**
   * What else the vendor said, already reduced to what may be stored. At most 64 KiB as JSON. Grants ask for `title`, a
   * text, and for `attributes`, a map of texts.
   */
  claims: Record<string, unknown>
}

/** What grants ask for, as a source last vouched for it. */
export interface Facts {
  departments: readonly string[]
  groups: readonly string[]
  /** Of the e-mail address, where the source says that the person proved it; lower case. */
  domain: string | null
  /** The address that the person proved, or that their organisation gave them; its domain in lower case. */
  email: string | null
  title: string | null
  attributes: Readonly<Record<string, string>>
  /** Whether anybody could get an account at the source when it said this. */
  public: boolean
  /** Whether its directory said so, and not a sign-in. */
  directory: boolean
}

/** Those of the facts that people of a public source may choose for themselves. */
export type Claimed = Partial<Pick<Facts, 'departments' | 'groups' | 'title' | 'attributes'>>

/** An identity that the host has let in, by its own rules and those of the file. Its keys beside: as of {@link Facts}. */
export type Admitted = Identity & Pick<Facts, 'public' | 'directory'>

/** The account's fields that a directory owns until an administrator changes them. */
export interface Told {
  displayName: string | null
  email: string | null
  phone: string | null
}

export type Role = 'general' | 'guest' | 'admin'

/** What is kept of an account. What it may do, grants included, only `accounts/rights` tells. */
export interface Account {
  /** Random, stable, never reused. */
  id: string
  username: string
  displayName: string | null
  email: string | null
  phone: string | null
  role: Role
  /** AList's permission sum, as it was given when the account was made … */
  givenPermission: number
  /** … and the folder that the account is confined to; begins with a slash. */
  givenBaseDir: string
  /** What an administrator has set in their place; null: nothing. */
  manualPermission: number | null
  manualBaseDir: string | null
  /** The address that an administrator set last: `email` is theirs while it is this one. */
  manualEmail: string | null
  /** By an administrator, or since a directory says that the person has left. */
  disabled: boolean
  /** When and by which source's directory; null for everybody else. An administrator who enables the account ends it. */
  leftAt: number | null
  leftSource: string | null
  /** Milliseconds since 1970, as every time in the store. */
  createdAt: number
  lastSignInAt: number | null
}

/** An identity tied to an account. An account has at most one per source. */
export interface Binding {
  source: string
  issuer: string
  subject: string
  directoryId: string | null
  accountId: string
  /** What the source calls the person, for the account page. */
  label: string | null
  /** The argon2id record of a password: only on bindings of a `local` source. */
  password: string | null
  boundAt: number
  /** Null until the source vouches again: bound before grants were served. */
  facts: Facts | null
  /** What the source's directory said last of the fields that it gives to the account; null: nothing yet. */
  told: Told | null
  /** When the directory no longer had the person, by the database's clock; null for those that it has, and where there is none. */
  goneAt: number | null
}
