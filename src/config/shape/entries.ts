import { secretForm } from '../../diagnostics/secret-form.ts'
import type { Schema } from '../schema/schema.ts'
import { quote } from '../words.ts'
import { corrected } from './corrected.ts'
import { scalar } from './example.ts'
import { partsOf, toValue, type Value } from './value.ts'

/** What a text, a number or a list says, as the entries of a list in brackets; `…` for what is better not repeated. */
export function entries(
  given: Value,
  items: Schema | undefined = given.context.schemaOf([...given.path, 0]) ?? given.schema.items,
): string[] {
  const { path, value, context } = given
  if (Array.isArray(value))
    return value.map((_, index) =>
      asWritten(toValue({ path: [...path, index], keyword: 'type', params: {} }, context), items),
    )
  const text = typeof value === 'string' && isShown(given) ? withoutHalf(value) : ''
  // a list in quotes is one text
  const inside = /^\[(.*)\]$/s.exec(text)?.[1]
  const parts = text === '' ? [] : partsOf(inside ?? text, items)
  return parts.length > 1 || inside !== undefined
    ? parts.map(part => inBrackets((items && corrected(part, items)) ?? part))
    : [text === '' || text === value ? asWritten(given, items) : inBrackets(text)]
}

/** `10.0.0.0/8]`: a bracket that has lost the other one. */
const withoutHalf = (text: string): string =>
  (text.match(/[[(（【]/g) ?? []).length === (text.match(/[\])）】]/g) ?? []).length
    ? text
    : text.replace(/^[[(（【]+|[\])）】]+$/g, '')

function asWritten(given: Value, items: Schema | undefined): string {
  const { path, value, context } = given
  const source = isShown(given) ? context.positions.source(path) : undefined
  if (source === undefined) return '…'
  const meant = items && scalar(corrected(value, items))
  if (meant !== undefined) return meant
  return typeof value === 'number' && items?.type === 'string' ? quote(source) : source
}

/** A text or a number that a message may repeat; of a long text each part. */
export const isShown = ({ path, value, shown, context }: Value): boolean =>
  !context.hidden(path) &&
  (typeof value === 'number' || (typeof value === 'string' && (shown === quote(value) || isOfWords(value))))

const isOfWords = (text: string): boolean =>
  !/\n|secret|passw|token/i.test(text) &&
  text.length <= 300 &&
  text.split(/[\s,，、;；]+/).every(word => word.length <= 60 && secretForm(word) === undefined)

/** A name as an entry of a list or the value of a key in braces. */
export const inBrackets = (part: string): string =>
  /^\p{L}[\p{L}\p{N}_./@-]*$/u.test(part) ? part : quote(part)
