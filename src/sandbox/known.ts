import type { ValueSchema } from '../options.ts'
import type { Simulator } from '../plugin.ts'

/** Options that only the vendor knows, as a file would have them; `address`: where its speaker listens. */
export function knownBy(
  vendor: Simulator,
  schema: Readonly<Record<string, ValueSchema>>,
  address: string | undefined,
): Readonly<Record<string, unknown>> {
  const told = { ...vendor.options, ...(address !== undefined && vendor.speaker?.options(address)) }
  return Object.fromEntries(
    Object.entries(told).map(([key, literal]) => {
      const described = schema[key]
      return [key, described && 'x-secret' in described ? { literal } : literal]
    }),
  )
}
