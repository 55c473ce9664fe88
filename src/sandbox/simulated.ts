import type { SourceConfig } from '../config/config.ts'
import { replaceReferences } from '../config/secrets.ts'
import type { ValueSchema } from '../options.ts'
import type { Simulator } from '../plugin.ts'
import type { AnyPlugin } from '../plugins.ts'
import { resolveOptions } from '../server/sources.ts'
import { letsNobodyIn } from './admission.ts'
import { turnsOf } from './pushing.ts'
import { listenFor } from './speaking.ts'
import type { World } from './world.ts'

type Schema = Readonly<Record<string, ValueSchema>>
type Options = Readonly<Record<string, unknown>>

export interface Simulated {
  config: SourceConfig
  handle(request: Request): Promise<Response>
  socket: Simulator['socket']
  passwords: NonNullable<Simulator['passwords']>
  /** The address of the vendor's console, where it has one. */
  console: string | undefined
  /** Enters our address of a source that takes events in the vendor's console; false if the vendor refuses it. */
  subscribe(address: string): Promise<boolean>
  /** True where `allow` lets in nobody of the made-up organisation. */
  letsNobodyIn(): Promise<boolean>
  close(): void
}

/**
 * A source whose vendor lives at `address`: every `x-endpoint` option leads there, every secret is made up, and
 * what only the vendor knows comes from it, such as the keys of its events. Undefined
 * where the type has no vendor.
 */
export async function simulate(
  config: SourceConfig,
  plugin: AnyPlugin,
  address: string,
  world: World,
): Promise<Simulated | undefined> {
  if (!plugin.simulate) return undefined
  const options = madeUp(config.options, plugin.options.properties, address, () =>
    world.random(24).toString('base64url'),
  )
  const resolved = resolveOptions(options, plugin.options.properties, {
    env: {},
    folder: '.',
    allowExec: false,
  })
  const allow = config.allow && { allow: config.allow }
  const { events, ...rest } = config
  const vendor = await plugin.simulate({ ...resolved, ...allow, ...plainOf(events) }, world)
  const line = vendor.speaker && (await listenFor(vendor.speaker))
  const known = { ...vendor.options, ...(line && vendor.speaker?.options(line.address)) }
  const pusher = events ? vendor.pusher : undefined
  const turns = pusher && turnsOf(pusher, world.now)
  return {
    config: {
      ...rest,
      options: { ...options, ...known },
      // a vendor that does not push here has no keys either
      ...(pusher && { events: events === true || literals(pusher.keys) }),
    },
    async handle(request) {
      const reply = await vendor(request)
      // before the page is seen: what was done there is then done here
      await turns?.take()
      return reply
    },
    socket: vendor.socket,
    passwords: vendor.passwords ?? [],
    console: vendor.console,
    subscribe: async address => pusher === undefined || pusher.subscribe(address),
    letsNobodyIn: () => letsNobodyIn(config, plugin, resolved, world),
    close() {
      line?.close()
      turns?.stop()
    },
  }
}

/** What the file says of the way in which changes come; keys are the vendor's own. */
const plainOf = (events: SourceConfig['events']) =>
  typeof events === 'object' ? { events: Object.fromEntries(Object.entries(events).filter(isText)) } : {}
const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string'

const literals = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, literal]) => [name, { literal }]))

function madeUp(options: Options, schema: Schema, address: string, invent: () => string): Options {
  const replaced = Object.entries(schema).flatMap(([key, described]): [string, unknown][] => {
    const value = options[key]
    if ('x-endpoint' in described) return [[key, `${address}/${key}`]]
    if ('x-free' in described)
      return [[key, replaceReferences((value ?? {}) as object, () => ({ literal: invent() }))]]
    if ('properties' in described)
      return [[key, madeUp((value ?? {}) as Options, described.properties, address, invent)]]
    if (value === undefined) return []
    return [[key, typeof value === 'object' && !Array.isArray(value) ? { literal: invent() } : value]]
  })
  return Object.fromEntries(replaced)
}
