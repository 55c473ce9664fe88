import type { Schema } from '../schema.ts'
import { below } from './below.ts'

/** For a file that is laid over another one: no key has to be there, since the other one may have it. */
export function forOverlays({ required: _, ...schema }: Schema): Schema {
  return below(schema, forOverlays)
}

/** For `*.sandbox.yaml`: secrets may be written out. */
export function forSandboxes(schema: Schema): Schema {
  const whole = below(schema, forSandboxes)
  return whole['x-secret'] === true
    ? {
        ...whole,
        type: ['string', 'number', 'boolean', 'object'],
        errorMessage: 'It must be text, or a reference such as { env: NAME }.',
      }
    : whole
}
