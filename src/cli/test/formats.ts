import type { Failure as NoAnswer } from '../../diagnostics/json.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import type { Suite } from './suite.ts'
import { text } from './text.ts'

/** How a format shows a run; of those for programs also what is said where there is no answer. */
interface Shows {
  readonly run: (suites: readonly Suite[], colour: boolean) => string
  readonly failure?: (failure: NoAnswer) => string
}

const table = {
  pretty: { run: text },
  json: { run: suites => json(suites), failure: failure => json([], failure) },
  junit: { run: suites => junit(suites), failure: failure => junit([], failure) },
} as const satisfies Record<string, Shows>

export type Format = keyof typeof table
export const formats = Object.keys(table) as Format[]
export const showing = (format: Format): Shows => table[format]
