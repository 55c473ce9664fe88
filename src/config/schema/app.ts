import { expand } from './expand.ts'
import { resolve, type Schema } from './schema.ts'

/** The keys of one app type, complete: the host's, and the type's own as `schemas/apps` describes them. */
export function appSchema(own: Schema): Schema {
  const host = resolve({ $ref: '#/definitions/appKeys' })
  return expand({
    ...own,
    additionalProperties: false,
    required: [...(host.required ?? []), ...(own.required ?? [])],
    properties: { ...host.properties, ...own.properties },
  })
}
