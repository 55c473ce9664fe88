import type { Formats } from '../outputs.ts'
import { version } from '../version.ts'
import type { Comparison } from './comparison.ts'
import { failed, json } from './json.ts'
import { markdown } from './markdown.ts'
import { pretty } from './pretty.ts'

export const formats: Formats<Comparison> = {
  pretty: { run: (comparison, { colour }) => pretty(comparison, colour) },
  md: { run: markdown },
  json: {
    run: comparison => json(comparison, version()),
    failure: failure => failed(failure, version()),
  },
}
