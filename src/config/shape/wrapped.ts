import type { Path } from '../../diagnostics/diagnostic.ts'
import { randomWords } from '../../diagnostics/secret-form.ts'
import { referenceKinds, referenceTo } from '../place-name.ts'
import { isRecord } from '../typed-lists.ts'
import { listed, plainText } from '../words.ts'
import { wantsMap } from './as-map.ts'
import { corrected } from './corrected.ts'
import { isShown } from './entries.ts'
import { scalar } from './example.ts'
import { fits } from './fits.ts'
import { referenceText, variableIn } from './reference-text.ts'
import { keyed, toValue, type Value } from './value.ts'
import { yesOrNo } from './yes-no.ts'

/** Of more than these, one is to be chosen without being named. */
const most = 3

/** `[true]`, `- true` and `{ value: true }` where one value belongs: what is in there, as it has to be written. */
export function unwrapped(given: Value): string | undefined {
  const { path } = given
  const texts = valuesInside(given)
  const [first, ...more] = texts
  if (first === undefined) return undefined
  if (more.length === 0) return `write ${keyed(path, first)}`
  // a list in a list
  if (typeof path.at(-1) === 'number') return undefined
  // one of an id and a secret
  const mayBeSecret = texts.some(text => randomWords(text).length > 0)
  return texts.length > most || mayBeSecret
    ? 'write one of them alone, without a list'
    : `write one of them: ${listed(
        texts.map(text => keyed(path, text)),
        'or',
      )}`
}

/** Each value that is in there, or none where one of them cannot be written so. */
export function valuesInside(given: Value): readonly string[] {
  const { path, schema, context } = given
  if (wantsMap(schema)) return []
  const inside = insideOf(given.value)
  const texts = inside.flatMap(key => alone(toValue(problemAt([...path, key]), context), given) ?? [])
  return texts.length === inside.length ? texts : []
}

const problemAt = (path: Path) => ({ path, keyword: 'type', params: {} })

/** A longer list was meant as one. */
const many = 20

/** What other products call the one key of such a map. */
const wrappers: readonly string[] = ['value', 'name', 'id', 'login', 'url', 'uri']

const insideOf = (value: unknown): readonly (string | number)[] => {
  if (Array.isArray(value)) return value.length > many ? [] : [...value.keys()]
  const [key = '', ...more] = isRecord(value) ? Object.keys(value) : []
  return more.length === 0 && wrappers.includes(key) ? [key] : []
}

/** What one value of a list would be without it; undefined where it would be wrong there, too. */
function alone(inner: Value, { path, schema, context }: Value): string | undefined {
  const { value } = inner
  if (schema['x-secret'] === true) return referenceIn(value)
  if (context.hidden(path)) return path.at(-1) === 'env' ? variableIn(plainText(value)) : undefined
  if (schema.type === 'boolean') return yesOrNo(value)?.toString()
  if (!isShown(inner) && typeof value !== 'boolean') return undefined
  return fits(value, schema) ? context.positions.source(inner.path) : scalar(corrected(value, schema))
}

function referenceIn(value: unknown): string | undefined {
  if (typeof value === 'string') return referenceText(value)?.reference
  const [kind = '', ...more] = isRecord(value) ? Object.keys(value) : []
  return isRecord(value) && more.length === 0 && referenceKinds.includes(kind) && kind !== 'exec'
    ? referenceTo(kind, plainText(value[kind]))
    : undefined
}
