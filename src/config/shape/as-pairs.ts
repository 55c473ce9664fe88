import type { Schema } from '../schema/schema.ts'
import { isRecord } from '../typed-lists.ts'
import { isShown } from './entries.ts'
import { scalar } from './example.ts'
import { fits } from './fits.ts'
import { inOneMap, ownWords } from './own-words.ts'
import type { Value } from './value.ts'

/** A map whose keys the author of the file chooses. */
export const isOpenMap = ({ type, properties, additionalProperties }: Schema): boolean =>
  type === 'object' && properties === undefined && typeof additionalProperties === 'object'

/** `department=rd` is `{ department: rd }`, and `[{ email: mail }, { phone: tel }]` is `{ email: mail, phone: tel }`; of names alone, what each is to be is open. */
export function asPairs(given: Value): string {
  const { path, schema, value, context } = given
  const [, key, text] = typeof value === 'string' ? (assignment.exec(value) ?? []) : []
  if (key !== undefined && text !== undefined) return isShown(given) ? `{ ${key}: ${scalar(text)} }` : '{ … }'
  const merged = inOneMap(given)
  if (merged !== undefined) return merged
  const named = ofNamed(given)
  if (named !== undefined) return named
  // of a long one the beginning is enough
  const entries: readonly unknown[] = Array.isArray(value) ? value.slice(0, 20) : []
  const form = new RegExp(schema.propertyNames?.pattern ?? '', 'u')
  const names = entries.flatMap((name, index) =>
    typeof name === 'string' && form.test(name) && ownWords({ path: [...path, index], value: name, context })
      ? [name]
      : [],
  )
  const own = schema.additionalProperties
  const isSame = (name: string) => typeof own === 'object' && own.pattern !== undefined && fits(name, own)
  const pairs = (names.length === 0 ? ['NAME'] : names).map(
    name => `${scalar(name)}: ${isSame(name) ? scalar(name) : '…'}`,
  )
  return `{ ${pairs.join(', ')} }`
}

/** `[{ name: email, value: mail }]`, as where a list has the pairs. */
function ofNamed({ path, value, context }: Value): string | undefined {
  const isPair = (entry: unknown) =>
    isRecord(entry) &&
    Object.keys(entry).length === 2 &&
    typeof entry.name === 'string' &&
    typeof entry.value === 'string'
  if (!Array.isArray(value) || value.length === 0 || value.length > 20 || !value.every(isPair))
    return undefined
  const isTold = value.every((entry, index) => ownWords({ path: [...path, index], value: entry, context }))
  return isTold
    ? `{ ${value.map(({ name, value: text }) => `${scalar(name)}: ${scalar(text)}`).join(', ')} }`
    : undefined
}

/** `department=rd`, where a map belongs. */
export const isAssignment = (value: unknown): boolean => typeof value === 'string' && assignment.test(value)

const assignment = /^([\w.]{1,64})\s{0,8}[=:]\s{0,8}(\S+)$/
