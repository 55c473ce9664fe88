import type { Schema } from '../../schema/schema.ts'
import type { Difference } from '../difference.ts'
import { type Verdict, verdict } from '../verdict.ts'

export interface Described {
  /** Absent where nobody describes the key. */
  readonly schema: Schema | undefined
  /** `x-impact` of the key, or of the map that it lies in. */
  readonly impact: string | undefined
}

/**
 * What nobody has judged by its meaning: by the word that its schema has for it, and on the safe side where a direction
 * would matter. Without such a word it has to be looked at.
 */
export function byImpact(difference: Difference, { schema, impact }: Described): Verdict {
  const [first] = /^.*?[.:](?=\s|$)/.exec(schema?.description ?? '') ?? []
  const words = [
    directionInWords(difference),
    first === undefined ? '' : `${schema?.title}: ${first.replace(/[.:]$/, '')}`,
  ]
  switch (impact) {
    case 'grant':
      return isOff(difference) ? verdict('revoke', 'medium', ...words) : verdict('grant', 'high', ...words)
    case 'trust':
      return verdict('trust', 'high', ...words)
    case 'protection':
      return isSafer(difference, schema)
        ? verdict('protection', 'low', ...words)
        : verdict('protection', 'high', 'a safeguard is set in another way', ...words)
    case 'operational':
      return verdict('operational', 'low', ...words)
    case 'cosmetic':
      return verdict('cosmetic', 'none', ...words)
    default:
      return verdict('review', 'medium', 'nothing says what this means: look at it', ...words)
  }
}

/** An entry less, or a switch that is off. */
const isOff = ({ op, after, entries }: Difference): boolean =>
  after === false || (op === 'remove' && entries !== undefined)

/** A safeguard as it is by itself, where that is another one than before. */
const isSafer = ({ after }: Difference, schema: Schema | undefined): boolean =>
  schema?.default !== undefined && after === schema.default

function directionInWords({ keys, op, entries }: Difference): string {
  const key = keys.at(-1)
  if (entries !== undefined) return `entries of "${key}" ${op === 'add' ? 'came' : 'went'}`
  return op === 'add' ? `"${key}" is said now` : op === 'remove' ? `"${key}" is no longer said` : ''
}
