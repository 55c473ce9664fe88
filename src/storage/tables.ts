import type { Account, Binding } from '../model.ts'

/** The tables as Kysely sees them; columns are snake_case in the database. Times are milliseconds since 1970. */
export interface Tables {
  /** `usernameKey` is the canonical form, unique: what two names are compared by. SQLite has no booleans. */
  accounts: Omit<Account, 'disabled'> & { usernameKey: string; disabled: 0 | 1 }
  /** `facts` and `told` as JSON. */
  bindings: Omit<Binding, 'facts' | 'told'> & { facts: string | null; told: string | null }
  /** Identities that were taken away from an account, so that they do not register a second one. */
  unbound: {
    source: string
    issuer: string
    subject: string
    accountId: string
    unboundAt: number
  }
  sessions: {
    /** Stays the same when the cookie is replaced; opens nothing. */
    id: string
    /** SHA-256 of the cookie's value: a stolen table opens no session. */
    hash: string
    accountId: string
    /** The source that vouched at its beginning. */
    source: string
    createdAt: number
    /** When the person last proved who they are. */
    provedAt: number
    seenAt: number
    endsAt: number
    address: string
    userAgent: string
  }
  /** Sessions that were ended because their person lost their access; kept until they would have run out. */
  shutOut: Pick<Tables['sessions'], 'hash' | 'accountId' | 'source' | 'endsAt'>
  transactions: {
    /** SHA-256 of `state`. */
    stateHash: string
    /** SHA-256 of the browser's cookie. */
    browserHash: string
    source: string
    mode: 'sign-in' | 'bind'
    /** The session that started a bind, or that a posted sign-in replaces. */
    sessionHash: string | null
    returnTo: string
    nonce: string
    codeVerifier: string
    redirectUri: string
    createdAt: number
    expiresAt: number
  }
  /** What a client made for AList sends as its Authorization. */
  alistTokens: {
    /** SHA-256 of the token. */
    hash: string
    /** The session that it hangs on. */
    sessionHash: string
    /** The origin that it was handed to. */
    frontend: string
    createdAt: number
    /** It travelled in an address, and its first use has to come before; null afterwards, and for all others. */
    openBy: number | null
    endsAt: number
  }
  /** Identities that a source has vouched for, and that the session has yet to bind through a client made for AList. */
  alistBinds: {
    sessionHash: string
    /** SHA-256 of what the client was given as `sso_id`. */
    handleHash: string
    source: string
    /** JSON. */
    identity: string
    expiresAt: number
  }
  /** As each source's directory had them last. */
  departments: { source: string; id: string; name: string; parent: string | null }
  /**
   * Members as the run under way has read them, so that they need not be held in memory. `member` as JSON; `part`: of
   * the read, which may have been cut and gone on with.
   */
  snapshot: {
    source: string
    directoryId: string
    issuer: string
    subject: string
    member: string
    part: number
  }
  /** Reads under way, or cut: one of a source. */
  reads: {
    source: string
    /** Digest of what is read, and how: another one is another read. */
    key: string
    /** By the database's own clock. */
    begunAt: number
    part: number
    /** Where the plugin can go on; null while it has not said. */
    mark: string | null
    /** JSON. */
    faults: string
  }
  /** Their departments, in the order in which they came. */
  readDepartments: Tables['departments'] & { place: number }
  /** Reads of a directory; `report` as JSON, null while it is under way. */
  runs: { id: string; source: string; startedAt: number; endedAt: number | null; report: string | null }
  /** Changes that a directory has pushed, kept before they are acknowledged. `changes` as JSON; times by the database's own clock. */
  events: { source: string; id: string; receivedAt: number; changes: string; doneAt: number | null }
  leases: {
    name: string
    holder: string
    fence: number
    /** By the database's own clock. */
    endsAt: number
  }
  /** An app that a session has been let into, so that it can be told of the end. */
  openings: {
    /** What the app knows the session by: `sid` of OpenID Connect, SessionIndex of SAML. */
    handle: string
    app: string
    sessionId: string
    accountId: string
    /** What the app knows the person by: `sub`, NameID. */
    subject: string
    openedAt: number
    /** The session was ended by somebody, and the app has yet to be told. */
    ended: 0 | 1
    /** How often it was told in vain. */
    tries: number
    /** Not before then is it told again. */
    tellAt: number
  }
  /** What a person's authorization of an OpenID app allows, and for how long. */
  oidcGrants: {
    id: string
    /** The client id. */
    client: string
    accountId: string
    /** It ends with that session where somebody ends it, and outlives it where it runs out. */
    sessionId: string
    /** The source that had vouched for the person. */
    source: string
    scope: string
    createdAt: number
    endsAt: number
  }
  /** Codes and tokens. `payload` as JSON, without the value itself. */
  oidcTokens: {
    /** SHA-256 of the value. */
    hash: string
    kind: string
    grantId: string
    payload: string
    /** A second use is somebody else's. */
    usedAt: number | null
    endsAt: number
  }
  /** Keys that answers to apps are signed with. `sealed` is encrypted under the cookie key. */
  signingKeys: { id: string; purpose: string; sealed: string; createdAt: number; endsAt: number | null }
  /** Carries a session over to the host of an app, once and within a minute. */
  tickets: {
    /** SHA-256 of the ticket. */
    hash: string
    app: string
    host: string
    /** SHA-256 of the cookie that the browser has for that host. */
    browserHash: string
    sessionId: string
    /** Path and query of the page that was wanted there. */
    target: string
    expiresAt: number
  }
  /** What programs of administrators send to the admin API. */
  adminTokens: {
    id: string
    /** SHA-256 of the token. */
    hash: string
    /** For people: what it was made for. */
    name: string
    scope: AdminScope
    createdAt: number
    endsAt: number
    usedAt: number | null
  }
  /** SAML messages that wait for a browser to come back; `content` as JSON. */
  samlPending: {
    /** SHA-256 of the handle that the browser has. */
    hash: string
    app: string
    content: string
    expiresAt: number
  }
  /** What an app that keeps people of its own was last told of one, or of a group. */
  provisioned: {
    app: string
    kind: 'user' | 'group'
    /** Account id, or name of the group. */
    name: string
    /** The app's own id of it. */
    remote: string
    /** Of all that was told. */
    digest: string
    /** What it is called there; null where it is not active, is not ours any more, or was told before this was kept. */
    knownAs: string | null
    /** When the app last showed that a user is ours; null of groups, and of what was told before this was kept. */
    seenAt: number | null
  }
  /** Users of an AList that belong to accounts here; `id` is AList's own. */
  alistUsers: {
    app: string
    id: number
    ssoId: string
    accountId: string
    /** `shut`: disabled there by us. `theirs`: may not enter, and somebody else had disabled them. `open`: anybody else. */
    state: 'open' | 'shut' | 'theirs'
  }
  /** When an AList's users were gone through last, and for whom. SQLite has no booleans. */
  alistLooks: {
    app: string
    /** Of all who may not enter. */
    digest: string
    at: number
    /** Somebody had lost the app just then: a sign-in of theirs may have been under way, and made them a user there. */
    isNews: number
  }
  audit: {
    id: string
    at: number
    event: AuditEvent
    accountId: string | null
    source: string | null
    address: string | null
    /** JSON. */
    detail: string
  }
}

/** `write` may all that `read` may. */
export type AdminScope = 'read' | 'write'

export const auditEvents = [
  'sign-in',
  'refused',
  'registered',
  'bound',
  'unbound',
  'password-set',
  'signed-out',
  'created',
  'changed',
  'disabled',
  'enabled',
  'sessions-ended',
  'moved',
  'left',
  'returned',
  'synced',
  'app-opened',
  'app-refused',
  'token-made',
  'token-ended',
] as const

export type AuditEvent = (typeof auditEvents)[number]
