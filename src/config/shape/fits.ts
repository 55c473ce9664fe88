import type { Schema } from '../schema/schema.ts'
import { isSoundAddress } from '../sound-address.ts'
import { corrected } from './corrected.ts'
import { enumOf } from './example.ts'

/** Whether a text or a number has the form that a schema asks for. */
export function fits(value: unknown, schema: Schema): boolean {
  const types: readonly unknown[] = [schema.type].flat()
  if (typeof value === 'number')
    return (
      (types.includes('number') || (types.includes('integer') && Number.isInteger(value))) &&
      value >= (schema.minimum ?? value) &&
      value <= (schema.maximum ?? value)
    )
  if (typeof value !== 'string' || !types.includes('string')) return false
  const words = enumOf(schema)
  return (
    (words.length === 0 || words.includes(value)) &&
    value.length >= (schema.minLength ?? 0) &&
    value.length <= (schema.maxLength ?? value.length) &&
    (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)) &&
    (schema.format !== 'uri' || isSoundAddress(value))
  )
}

/** … or may have been meant by it. */
export const canBe = (value: unknown, schema: Schema): boolean =>
  fits(value, schema) || corrected(value, schema) !== undefined
