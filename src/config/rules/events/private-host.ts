import type { ValueSchema } from '../../../options.ts'
import type { Rule } from '../rule.ts'
import { isPrivate } from '../url/private.ts'

/** Vendors push from the internet, unless it is this server that opens the connection. */
export const privateHost: Rule = ({ root: { publicUrl }, sources }) => {
  if (publicUrl === undefined || !URL.canParse(publicUrl) || !isPrivate(new URL(publicUrl))) return []
  return sources
    .filter(({ host: { events }, plugin }) => events && !connects(events, plugin.events?.properties ?? {}))
    .map(({ path }) => ({
      at: [...path, 'events'],
      on: 'key' as const,
      message: 'the vendor cannot reach this server: its address is a private one',
      help: 'give publicUrl a name that the internet knows, or remove events and let sync read the directory',
      related: [{ at: ['publicUrl'], message: 'private' }],
    }))
}

const connects = (events: object | true, schema: Readonly<Record<string, ValueSchema>>): boolean =>
  Object.entries(events).some(([key, value]) => {
    const described = schema[key]
    return described && 'x-connects' in described && described['x-connects']?.includes(value)
  })
