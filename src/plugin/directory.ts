import type { Identity } from '../model.ts'
import type { Department } from '../sandbox/world.ts'

/**
 * Somebody in a directory: what a sign-in of theirs would vouch for – the same issuer, the same subject – and what the
 * directory knows beyond that.
 */
export interface Member extends Identity {
  directoryId: string
  /** Ids of the departments that the person is directly in; what lies above them the host knows from the read. */
  departments: string[]
  /**
   * What `sync.fields` may choose from, by the names of the plugin’s `directory`. One that is missing was not told, and
   * changes nothing; an empty one was told to be empty.
   */
  fields: Readonly<Record<string, string>>
  /** The vendor lets them in nowhere: they are there, and count as gone. */
  disabled?: boolean
}

/**
 * A part of a directory as it is read. `fault`: something in the scope that cannot be read or makes no sense – the read
 * goes on, and nobody is disabled by it. `mark`: where the read could go on, in the plugin's own words; everything before
 * it need not be told again.
 */
export type Entry = { department: Department } | { member: Member } | { fault: string } | { mark: string }

/** What the host lends to a read. */
export interface Reading {
  readonly signal: AbortSignal
  /**
   * Present where a read was cut – killed, stopped, or the vendor out of reach – less than an hour after it began, and
   * nothing in the file has changed what is to be read: its last mark, and the departments before that in the order in
   * which they were told. A plugin without marks never has it.
   */
  readonly cut?: { readonly mark: string; readonly departments: readonly Department[] }
  /**
   * One call to the vendor, when its turn has come: the host keeps to the pace of the plugin’s `directory`. It is made again
   * where it throws `source_unreachable`, or an `SsoError` with `retryAfterS`: five times, later and later, and
   * never earlier than that says. `api`: at a vendor that counts the calls of each of its APIs, the name of this one;
   * the pace then holds for each of them.
   */
  call<T>(work: () => Promise<T>, api?: string): Promise<T>
}

/** What ids of departments look like, where a name in `sync.scope` can be told from one. */
export interface ScopeIds {
  readonly pattern: string
  /** A noun phrase for messages, with an example: `an id such as "1001"`. */
  readonly form: string
}

/** How fast a vendor may be asked. Default: 10 calls a second, 3 at once. */
export interface Pace {
  readonly perSecond: number
  readonly atOnce: number
}

export interface Directory {
  /**
   * All departments and members of the scope (`all`, or ids of departments with everything below them), in any order; a
   * person who is in two departments may come twice, with the same words. Throws `SsoError` where it cannot be read.
   */
  read(scope: 'all' | readonly string[], reading: Reading): AsyncIterable<Entry>
  /** One person, read directly; null for somebody who is not there: nobody is a leaver without this. */
  member(directoryId: string, reading: Reading): Promise<Member | null>
  /** A pushed change. Throws `SsoError` `request_invalid` for one that the vendor has not sent. */
  receive?(event: Request): Promise<Received>
  /**
   * Where changes come over a connection that this server opens: holds one, and hands over what comes. Returns where the
   * vendor wants another one in its place, or once `signal` is aborted; throws `SsoError` where there is none, or
   * it broke. The host calls it again, later and later – in every server that runs: what comes twice is kept once.
   */
  hold?(holding: Holding): Promise<void>
}

/** What the host lends to a connection that is held. */
export interface Holding {
  readonly signal: AbortSignal
  /** Changes can come from now on. */
  opened(): void
  /** Keeps an event, and the vendor may be told so after that. Throws where it could not be kept. */
  take(event: Pick<Received, 'id' | 'changes'>): Promise<void>
}

export interface Received {
  /**
   * The vendor's id of this event: it takes effect once. Absent for what is no change, such as the test of the address. One of
   * more than 255 characters, or with control characters, is kept as its SHA-256.
   */
  id?: string
  changes: readonly Change[]
  /** What the vendor is told once the event is kept. */
  reply: Response
}

/** A hint, no state: the host reads the person anew. `departments`: the whole directory is read soon. */
export type Change =
  | { readonly kind: 'left' | 'changed'; readonly member: string }
  | { readonly kind: 'departments' }
