import type { Formats } from '../outputs.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import type { Suite } from './suite.ts'
import { text } from './text.ts'

export const formats: Formats<readonly Suite[]> = {
  pretty: { run: text },
  json: { run: suites => json(suites), failure: failure => json([], failure) },
  junit: { run: suites => junit(suites), failure: failure => junit([], failure) },
}
