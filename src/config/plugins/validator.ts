import { Ajv } from 'ajv'
import { settings } from '../schema/ajv.ts'
import { alone } from '../schema/alone.ts'
import type { Schema } from '../schema/schema.ts'
import type { Validate } from '../schema/validate.ts'

/** What the build does for the built-in types. ajv comes with this file, which is loaded for nothing else. */
export const validatorOf = (schema: Schema): Validate => new Ajv(settings).compile(alone(schema))
