import { suggest } from '../suggest.ts'

/**
 * What unknown names were meant to be. Each is compared with every candidate, of which a file may have thousands: after
 * some different ones it is no slip of the pen any more, and nothing is suggested.
 */
export function meanings(candidates: readonly string[], most = 20): (name: string) => string | undefined {
  const known = new Map<string, string | undefined>()
  return name => {
    if (!known.has(name) && known.size < most) known.set(name, suggest(name, candidates))
    return known.get(name)
  }
}
