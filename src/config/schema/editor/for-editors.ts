import type { Schema } from '../schema.ts'
import { below } from './below.ts'
import { branched } from './branches.ts'
import { inWords, mapInWords } from './messages.ts'
import { proposing } from './proposals.ts'

/**
 * The schema in the words of the server of editors (facts: yaml-language-server). It takes and refuses the same files;
 * what differs is what is proposed, what is put in when a proposal is taken, and what is said of a wrong value.
 */
export function forEditors(schema: Schema): Schema {
  const whole = below(schema, one => mapInWords(forEditors(one)), forEditors)
  const { propertyNames } = whole
  return branched(
    inWords(proposing({ ...whole, ...(propertyNames && { propertyNames: inWords(propertyNames) }) })),
  )
}
