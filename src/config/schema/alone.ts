import { bare } from './bare.ts'
import { expand } from './expand.ts'
import { root, type Schema } from './schema.ts'

/** The schema of one type as a validator runs it: with everything that it refers to, and without the words. */
export const alone = (schema: Schema): Schema => ({
  ...bare(schema),
  definitions: bare(expand(root)).definitions ?? {},
})
