import { settings } from '../schema/ajv.ts'
import { alone } from '../schema/assemble.ts'
import type { Schema } from '../schema/schema.ts'
import type { Validate } from '../schema/validate.ts'

/** What the build does for the built-in types. ajv is loaded here and by nothing else. */
export async function validatorOf(schema: Schema): Promise<Validate> {
  const { Ajv } = await import('ajv')
  return new Ajv(settings).compile(alone(schema))
}
