/** A reply with one field spoilt: missing, null, empty, or of another type. */
export function* variants(
  reply: unknown,
  path: readonly (string | number)[] = [],
): Generator<{ what: string; value: unknown }> {
  if (typeof reply !== 'object' || reply === null) return
  for (const key of Object.keys(reply)) {
    const found = (reply as Record<string, unknown>)[key]
    const what = [...path, key].join('.')
    yield { what: `${what} missing`, value: without(reply, key) }
    for (const wrong of [null, '', 0, [], {}])
      yield { what: `${what} ${JSON.stringify(wrong)}`, value: withValue(reply, key, wrong) }
    for (const inner of variants(found, [...path, key]))
      yield { what: inner.what, value: withValue(reply, key, inner.value) }
  }
}

function withValue(object: object, key: string, value: unknown): unknown {
  if (Array.isArray(object)) return object.with(Number(key), value)
  return { ...object, [key]: value }
}

function without(object: object, key: string): unknown {
  if (Array.isArray(object)) return object.filter((_, index) => index !== Number(key))
  const { [key]: _, ...rest } = object as Record<string, unknown>
  return rest
}
