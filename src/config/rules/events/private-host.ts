import type { ValueSchema } from '../../../options.ts'
import type { Rule } from '../rule.ts'
import { isLoopback } from '../url/loopback.ts'

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

const networks =
  /^(10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.)/
const names = /(^|\.)(local|internal|lan|home\.arpa|corp|localhost)$/

const isPrivate = (url: URL): boolean =>
  isLoopback(url) ||
  /^\[(f[cd]|fe80)/.test(url.hostname) ||
  (/^[0-9.]+$/.test(url.hostname)
    ? networks.test(url.hostname)
    : names.test(url.hostname) || isShort(url.hostname))

const isShort = (name: string) => !name.includes('.') && !name.startsWith('[')
