import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Schema } from '../schema/schema.ts'

/** A map with keys too many: what is the same for all of them is asked once. */
export interface Holder {
  readonly map: Path
  readonly schema: Schema | undefined
  readonly candidates: readonly string[]
  /** Those that are not there yet. */
  readonly free: readonly string[]
  /** The required keys that it does not have. */
  readonly missing: readonly string[]
  readonly where: string
  /** It says for whom something is. */
  readonly isLimit: boolean
  /** Keys that may be secrets, and have no value. */
  readonly emptied: readonly string[]
}
