import type { Pusher, World } from 'sso-kit/plugin'
import { deliver, letters, type Subscription } from './envelope.ts'
import { type Change, failedRecord, messages, type Occurrence, tags } from './events.ts'
import type { Options } from './index.ts'
import type { State } from './state.ts'

/** A pusher that hears of the address book. */
export interface Announcing extends Pusher {
  announce(changes: readonly Change[]): void
}

interface Waiting {
  occurrence: Occurrence
  message: string
  /** How often it has failed. */
  failures: number
  /** Milliseconds since 1970. */
  due: number
}

/** After the first failure, and after the second; then it goes on the list (§5.3). */
const retriesMs = [10_000, 30_000]
/** From when the list has it: three to five minutes later (§5.3). */
const listedAfterMs = 3 * 60_000
const mostPerList = 200

/** The event subscription of one app (§5): one address, keys that its console makes, and a queue that the world's clock moves. */
export class Subscriptions implements Announcing {
  readonly keys: { readonly aesKey: string; readonly token: string }
  /** Of the console or of `register_call_back`: an app has one (§5.1). */
  subscription: Subscription | undefined
  readonly #options: Options
  readonly #world: World
  readonly #state: State
  #waiting: Waiting[] = []
  #failed: { occurrence: Occurrence; from: number }[] = []

  constructor(options: Options, keys: Partial<Subscriptions['keys']>, world: World, state: State) {
    this.#options = options
    this.#world = world
    this.#state = state
    this.keys = { aesKey: keys.aesKey ?? letters(world, 43), token: keys.token ?? letters(world, 24) }
  }

  /** 请求网址 in the console, then Save; the six events of the address book are ticked. */
  subscribe(address: string): Promise<boolean> {
    const { clientId: owner } = this.#options
    return this.accept({ url: address, ...this.keys, owner, tags: new Set(tags) })
  }

  /** Takes a subscription only if its address answers the test (§5.4). */
  async accept(subscription: Subscription): Promise<boolean> {
    const test = JSON.stringify({ EventType: 'check_url' })
    const isRight = await deliver(test, subscription, this.#state.switches, this.#world)
    if (isRight) this.subscription = subscription
    return isRight
  }

  announce(changes: readonly Change[]): void {
    const { switches, random } = this.#state
    const now = this.#world.now()
    for (const change of changes) {
      if (!this.subscription?.tags.has(change.tag)) continue
      const occurrence = { change, corpId: this.#options.corpId, at: now, id: random(16) }
      const message = messages[switches.family](occurrence)
      this.#waiting.push({ occurrence, message, failures: 0, due: now })
    }
  }

  async deliver(): Promise<number | undefined> {
    const { switches } = this.#state
    const now = this.#world.now()
    const due = this.#waiting.filter(event => event.due <= now)
    this.#waiting = this.#waiting.filter(event => event.due > now)
    if (switches.reversed) due.reverse()
    for (const event of due) {
      const hasArrived = await this.#send(event.message)
      if (switches.duplicates) await this.#send(event.message)
      if (!hasArrived) this.#postpone(event)
    }
    return this.#waiting.length > 0 ? Math.min(...this.#waiting.map(event => event.due)) : undefined
  }

  /** What has not arrived. Reading takes it off the list: the list is taken to be a queue (§12.4). */
  takeFailed(): { has_more: boolean; failed_list: Record<string, unknown>[] } {
    const now = this.#world.now()
    const ready = this.#failed.filter(({ from }) => from <= now)
    const taken = new Set(ready.slice(0, mostPerList))
    this.#failed = this.#failed.filter(event => !taken.has(event))
    const failed_list = [...taken].map(({ occurrence }) => failedRecord(occurrence))
    return { has_more: ready.length > taken.size, failed_list }
  }

  async #send(message: string): Promise<boolean> {
    const { subscription } = this
    return subscription !== undefined && deliver(message, subscription, this.#state.switches, this.#world)
  }

  #postpone(event: Waiting): void {
    const now = this.#world.now()
    const wait = retriesMs[event.failures]
    if (wait === undefined) this.#failed.push({ occurrence: event.occurrence, from: now + listedAfterMs })
    else this.#waiting.push({ ...event, failures: event.failures + 1, due: now + wait })
  }
}
