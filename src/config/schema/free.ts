import { secretOption } from '../../diagnostics/secret-key.ts'
import type { Schema } from './schema.ts'

/**
 * A map that somebody else's documentation describes: any key and any value, and a value may be a reference at any
 * depth. What sounds like a secret has to be one.
 */
export const free: Schema = {
  patternProperties: {
    [secretOption]: {
      title: 'Secret',
      description: 'Sounds like a secret: a reference such as { env: NAME }.',
      'x-secret': true,
      $ref: '#/definitions/secret',
    },
  },
  additionalProperties: { $ref: '#/definitions/freeValue' },
}

export const freeDefinitions: Readonly<Record<string, Schema>> = {
  freeValue: {
    title: 'Value',
    description: 'Text, a number, true or false, a list, a map, or a reference such as { env: NAME }.',
    type: ['string', 'number', 'boolean', 'array', 'object'],
    items: { $ref: '#/definitions/freeValue' },
    'x-free': true,
    'x-ref': true,
    ...free,
  },
}
