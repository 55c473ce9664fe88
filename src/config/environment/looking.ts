import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Finding } from '../finding.ts'
import type { Place } from '../rules/references.ts'
import { inWords, type Surroundings } from '../secrets.ts'
import { nameOf } from '../shape/context.ts'

/** What the rules of `validate --env` look at beside the file. */
export interface Looking extends Surroundings {
  /** `PATH` of the server, where programs without a "/" in their names are found. */
  readonly path: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  /** Throws for what is no metadata of an app: the reader of XML is in a room above this one. */
  readonly readAppMetadata: (xml: string) => unknown
}

/** What is wrong with a value, behind the words for where it comes from. */
export interface Fault {
  /** Default: `secret/wrong-form`. */
  readonly rule?: string
  readonly message: string
  readonly help: string
}

/** Never says more of a value than how long it is. */
export const wrong = ({ at, reference, written }: Omit<Place, 'schema'>, fault: Fault): Finding => ({
  rule: fault.rule ?? 'secret/wrong-form',
  severity: 'error',
  at,
  message: `${inWords(written ?? reference)} ${fault.message}`,
  label: labelOf(at),
  help: fault.help,
})

export const labelOf = (at: Path): string => `for ${nameOf(at)}`
