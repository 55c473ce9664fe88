import type { SocketClient, World } from 'sso-kit/plugin'
import type { Change, Occurrence } from './events.ts'
import type { Options } from './index.ts'
import type { Announcing } from './pusher.ts'
import { type State, Tickets } from './state.ts'

interface Connection {
  id: string
  client: SocketClient
  /** Frames that wait for their answer, by message id. */
  asked: Map<string, (answer: Answer | undefined) => void>
}

interface Answer {
  code?: unknown
  headers?: { messageId?: unknown }
  data?: unknown
}

interface Waiting {
  occurrence: Occurrence
  /** Milliseconds since 1970. */
  due: number
}

/** An event that was not acknowledged comes again after that (§6.4, by the SDK's own words). */
const againMs = 60_000
/** As long as an answer may take (§6.4). */
const patienceMs = 3000

/** Stream mode (§6): tickets of the gateway, the connections that they open, and what is pushed over these. */
export class Streams implements Announcing {
  readonly keys = { mode: 'stream' }
  /** Everything that clients have sent. */
  readonly heard: string[] = []
  readonly #options: Options
  readonly #world: World
  readonly #state: State
  readonly #tickets: Tickets<true>
  #connections: Connection[] = []
  #waiting: Waiting[] = []

  constructor(options: Options, world: World, state: State) {
    this.#options = options
    this.#world = world
    this.#state = state
    // §6.1: 90 s, one connection
    this.#tickets = new Tickets(world, 90_000)
  }

  get connections(): number {
    return this.#connections.length
  }

  /** The way is chosen in the console, which only asks whether somebody is connected: no address is entered. */
  async subscribe(): Promise<boolean> {
    return true
  }

  ticket(): { endpoint: string; ticket: string } {
    return { endpoint: this.#endpoint().replace(/^http/, 'ws'), ticket: this.#tickets.issue(true) }
  }

  socket(request: Request): ((client: SocketClient) => void) | undefined {
    const { origin, pathname, searchParams } = new URL(request.url)
    if (origin + pathname !== this.#endpoint()) return undefined
    if (!this.#tickets.redeem(searchParams.get('ticket') ?? '')) return undefined
    return client => this.#connected(client)
  }

  announce(changes: readonly Change[]): void {
    const due = this.#world.now()
    for (const change of changes) {
      const occurrence = { change, corpId: this.#options.corpId, at: due, id: this.#state.random(16) }
      this.#waiting.push({ occurrence, due })
    }
  }

  async deliver(): Promise<number | undefined> {
    const now = this.#world.now()
    const due = this.#waiting.filter(event => event.due <= now)
    this.#waiting = this.#waiting.filter(event => event.due > now)
    for (const { occurrence } of due) {
      const isTaken = await this.#push(occurrence)
      if (this.#state.switches.duplicates) await this.#push(occurrence)
      if (!isTaken) this.#waiting.push({ occurrence, due: now + againMs })
    }
    return this.#waiting.length > 0 ? Math.min(...this.#waiting.map(event => event.due)) : undefined
  }

  /** To every connection, and what comes back; for frames of the system (§6.5). */
  async system(topic: 'ping' | 'disconnect', data: string): Promise<unknown[]> {
    const all = [...this.#connections]
    // nothing is pushed over one that is about to be closed
    if (topic === 'disconnect') this.#connections = []
    return Promise.all(all.map(each => this.#ask(each, 'SYSTEM', { topic }, data)))
  }

  /** Whatever a test wants to send. */
  send(text: string): void {
    for (const { client } of this.#connections) client.send(text)
  }

  /** As where the line is cut. */
  cut(): void {
    for (const { client } of this.#connections) client.close()
  }

  #endpoint(): string {
    return `${this.#options.endpoints.api.replace(/\/$/, '')}/connect`
  }

  #connected(client: SocketClient): void {
    const connection: Connection = { id: this.#state.random(8), client, asked: new Map() }
    this.#connections.push(connection)
    client.onMessage(text => {
      this.heard.push(text)
      const answer = answerIn(text)
      const id = String(answer?.headers?.messageId)
      connection.asked.get(id)?.(answer)
      connection.asked.delete(id)
    })
    client.onClose(() => {
      this.#connections = this.#connections.filter(each => each !== connection)
      for (const told of connection.asked.values()) told(undefined)
    })
  }

  /** Over one connection of those that there are (§6.6). */
  async #push({ change, corpId, at, id }: Occurrence): Promise<boolean> {
    const [byte = 0] = this.#world.random(1)
    const connection = this.#connections[byte % this.#connections.length]
    if (!connection) return false
    const headers = {
      topic: '*',
      eventType: change.tag,
      eventId: id,
      eventBornTime: String(at),
      eventCorpId: corpId,
      eventUnifiedAppId: 'unified-app',
    }
    const data = JSON.stringify({
      timeStamp: String(at),
      ...('users' in change ? { userId: change.users } : { deptId: change.departments }),
      ...('diff' in change && { diffInfo: [change.diff] }),
    })
    const answer = await this.#ask(connection, 'EVENT', headers, data)
    return answer?.code === 200 && statusIn(answer.data) === 'SUCCESS'
  }

  #ask(
    { id, client, asked }: Connection,
    type: 'SYSTEM' | 'EVENT',
    headers: Readonly<Record<string, string>>,
    data: string,
  ): Promise<Answer | undefined> {
    const messageId = this.#state.random(16)
    const common = {
      messageId,
      contentType: 'application/json',
      time: String(this.#world.now()),
      appId: this.#options.clientId,
      connectionId: id,
    }
    return new Promise(resolve => {
      // a client that never answers; the time that counts is the world's
      const patience = setTimeout(() => resolve(undefined), patienceMs)
      asked.set(messageId, answer => {
        clearTimeout(patience)
        resolve(answer)
      })
      client.send(JSON.stringify({ specVersion: '1.0', type, headers: { ...headers, ...common }, data }))
    })
  }
}

function answerIn(text: string): Answer | undefined {
  try {
    return Object(JSON.parse(text)) as Answer
  } catch {
    return undefined
  }
}

function statusIn(data: unknown): unknown {
  return typeof data === 'string' ? (answerIn(data) as { status?: unknown } | undefined)?.status : undefined
}
