import type { When } from '../draft.ts'
import type { Teller } from './tellers.ts'
import { spread } from './when.ts'

/**
 * A judgement of a condition, made once for all sources that tell the same: hundreds of a company are mostly alike. Those
 * that the condition speaks of are judged one by one.
 */
export function perKind<T>(when: When, judge: (teller: Teller) => T): (teller: Teller) => T {
  const mentioned = sourcesIn(when)
  const known = new Map<string, T>()
  return teller => {
    if (mentioned.has(teller.id)) return judge(teller)
    const found = known.has(teller.kind) ? (known.get(teller.kind) as T) : judge(teller)
    known.set(teller.kind, found)
    return found
  }
}

/** Those of every level, under `not` too. */
function sourcesIn({ source, all = [], any = [], not }: When, found = new Set<string>()): Set<string> {
  for (const { value } of spread(source, [])) found.add(value)
  for (const part of [...all, ...any, ...(not ? [not] : [])]) sourcesIn(part, found)
  return found
}
