import type { Duplex } from 'node:stream'

/** A vendor's servers, all behind one function. */
export interface Simulator {
  (request: Request): Promise<Response>
  /** Options that only the vendor knows and nobody can make up for it: the certificate of what it signs. */
  readonly options?: Readonly<Record<string, string>>
  readonly speaker?: Speaker
  /** People to try it with, where they type their passwords at our page. */
  readonly passwords?: readonly { readonly username: string; readonly password: string }[]
  /** The vendor's console, where whoever tries it moves and removes people; absolute. */
  readonly console?: string
  readonly pusher?: Pusher
  /** Whoever asks this address for a WebSocket: what becomes of the connection, or undefined for nobody's. */
  readonly socket?: (request: Request) => ((client: SocketClient) => void) | undefined
}

/** One client of a simulator's WebSocket, which the host has shaken hands with. */
export interface SocketClient {
  send(text: string): void
  close(): void
  onMessage(heard: (text: string) => void): void
  onClose(ended: () => void): void
}

/** The part of a simulator that pushes changes to us, over the world's `send`. It never waits: the host does. */
export interface Pusher {
  /** Options of `events`, such as what it signs with, or where they are missing made by the vendor, as its console does. */
  readonly keys: Readonly<Record<string, string>>
  /** Enters our address in the vendor's console. False: our answer to its test was not right, and nothing will come. */
  subscribe(address: string): Promise<boolean>
  /**
   * Sends what is due by the world's clock. To be called after every request that the simulator has answered, and again
   * at the time that comes back: milliseconds since 1970, undefined where nothing waits.
   */
  deliver(): Promise<number | undefined>
}

/** The part of a simulator that speaks something else than HTTP; the host listens for it, on loopback and in plain text. */
export interface Speaker {
  /** Talks to one client until either of them ends. */
  speak(client: Duplex): void
  /** The options that lead there, once it listens at `address`: `127.0.0.1:40389`. */
  options(address: string): Readonly<Record<string, string>>
}
