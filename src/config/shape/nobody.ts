import type { Schema } from '../schema/schema.ts'

/**
 * `allow: []` of a source means nobody. It is read as the first of the lists that the type has, empty: nobody is in
 * that either, and nothing behind this knows the short form.
 */
export function withNobody(
  source: Record<string, unknown>,
  { properties = {} }: Schema,
): Record<string, unknown> {
  const { allow } = source
  const [list] = Object.keys(properties.allow?.properties ?? {})
  if (list !== undefined && isEmptyList(allow)) source.allow = { [list]: [] }
  return source
}

export const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0
