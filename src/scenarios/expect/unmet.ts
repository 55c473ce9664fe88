import type { Finding } from '../../config/finding.ts'
import { flow } from '../../config/written.ts'
import type { Path } from '../../diagnostics/diagnostic.ts'

/** An expectation that is not met: where it stands in its scenario, and what is there instead. */
export interface Unmet extends Pick<Finding, 'message' | 'help' | 'label'> {
  readonly at: Path
  readonly on?: 'key'
  /** For programs; undefined: nothing was expected, or there is nothing. */
  readonly expected?: unknown
  readonly actual?: unknown
}

/** What to write at a key for the expectation to be met, and what to do where the expectation is right. */
export const ifMeant = (key: string, actual: unknown, why: readonly string[] = []): string =>
  [`write ${flow(key)}: ${flow(actual)} if that is meant, or correct the configuration`, ...why].join('\n')

/** Lists are sets; all else is compared as it is. */
export function isSame(expected: unknown, actual: unknown): boolean {
  if (!Array.isArray(expected) || !Array.isArray(actual)) return expected === actual
  const [one, other] = [new Set(expected), new Set(actual)]
  return one.size === other.size && [...one].every(value => other.has(value))
}

/** `without write, beyond it remove`: what parts two sets. */
export function parted(expected: readonly string[], actual: readonly string[]): string {
  const missing = expected.filter(each => !actual.includes(each))
  const more = actual.filter(each => !expected.includes(each))
  return [
    ...(missing.length > 0 ? [`without ${missing.join(', ')}`] : []),
    ...(more.length > 0 ? [`with ${more.join(', ')}`] : []),
  ].join(', ')
}

/** A value as a sentence has it. */
export const spoken = (value: unknown): string =>
  value === null || value === undefined
    ? 'nothing'
    : Array.isArray(value) && value.length === 0
      ? 'an empty list'
      : flow(value)
