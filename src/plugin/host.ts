import type { Duplex } from 'node:stream'
import type { Identity } from '../model.ts'

export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
}

/** A server that speaks something else than HTTP, at an address that the file itself names. */
export interface Line {
  /** Name or address, without brackets; the certificate has to be for it. */
  readonly host: string
  readonly port: number
  /**
   * When TLS begins: at once, after a function has asked for it over the plain connection (StartTLS), or never – that
   * only on this machine.
   */
  readonly tls: 'at once' | 'never' | ((plain: Duplex) => Promise<void>)
  /** PEM; then no other certificate authority is believed. */
  readonly ca?: string | undefined
  /** How long the connection may live once it is there, where that is more than ten seconds; ten minutes at most. */
  readonly lastsMs?: number
}

/** Messages both ways. */
export interface Socket extends AsyncIterable<string> {
  /** Nothing where the connection has ended. */
  send(text: string): void
  close(): void
}

/** What the runtime lends to an opened source. */
export interface Host {
  /** The id of this source in the file. */
  readonly source: string
  /** Of the configuration file; absolute. Packages that it names are found from here. */
  readonly folder: string
  /**
   * The only way out: https (or a listed private address), 5 s to connect, 10 s in all, 1 MB, no redirects.
   * Throws `source_unreachable`.
   */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /**
   * The same for other protocols: a connection, there within 10 s and ended 10 s after it was asked for unless the
   * line says otherwise, in TLS with the certificate
   * checked. Never for an address that came in a reply. Throws `source_unreachable`.
   */
  connect(line: Line): Promise<Duplex>
  /**
   * A WebSocket, to addresses that {@link Host.fetch} may call: `wss:`, or `ws:` to a listed one. Ends with `signal`, and
   * breaks after ten minutes of silence, by a message that is no text or has more than 256 KB, and where more waits than 4 MB
   * to be read here or 1 MB to be read there. Opening and breaking throw `source_unreachable`; an end that the other side
   * announces is the end of the messages.
   */
  socket(url: string | URL, signal: AbortSignal): Promise<Socket>
  /** Milliseconds since 1970. */
  now(): number
  readonly log: Log
  /** Passwords that this server keeps itself; only `type: local` uses them. */
  readonly passwords: { check(username: string, password: string): Promise<Identity | null> }
}
