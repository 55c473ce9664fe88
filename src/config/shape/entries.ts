import { hasLogin } from '../../diagnostics/address-login.ts'
import { randomWords, secretForm } from '../../diagnostics/secret-form.ts'
import type { Schema } from '../schema/schema.ts'
import { quote } from '../words.ts'
import { corrected } from './corrected.ts'
import { scalar } from './example.ts'
import { fits } from './fits.ts'
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
  const text = typeof value === 'string' && isShown(given) ? value.replace(stuckDash, '') : ''
  const source = context.positions.source(path) ?? ''
  // each line of a text without quotes is an entry without its dash
  if (text !== '' && /^[^"'|>][^\n]*\n/.test(source))
    return source
      .split('\n')
      .flatMap(line => line.trim().replace(/[,，、]$/, '') || [])
      .map(inBrackets)
  const inside = withoutBrackets(text)
  const parts = text === '' ? [] : partsOf(inside ?? text, items)
  return parts.length > 1 || inside !== undefined
    ? parts.map(part => oneOf(part, items))
    : [text === '' || text === value ? asWritten(given, items) : inBrackets(text)]
}

/** `-write` was to be an entry with its dash. */
export const stuckDash = /^-(?=\p{L})/u

/** `a, b` as two entries; a name may have blanks. */
export const betweenCommas = (text: string, items: Schema | undefined): string[] =>
  text.split(/[,，、]/).map(part => oneOf(part.trim(), items))

/** A text as the entry that it is, or that was meant by it. */
const oneOf = (part: string, items: Schema = {}): string =>
  inBrackets(fits(part, items) ? part : (corrected(part, items) ?? part))

/** A list in quotes, in brackets of another kind, or with one of its two brackets: what is inside, where there are no others. */
export function withoutBrackets(text: string): string | undefined {
  const open = /^[[({<（【「『《〔［｛]/.exec(text)?.[0] ?? ''
  const close = /[\])}>）】」』》〕］｝]$/.exec(text.slice(open.length))?.[0] ?? ''
  const inside = text.slice(open.length, text.length - close.length).trim()
  const isBare = !/[[({<（【「『《〔［｛\])}>）】」』》〕］｝]/.test(inside)
  return open + close !== '' && inside !== '' && (isBare || (open === '[' && close === ']'))
    ? inside
    : undefined
}

function asWritten(given: Value, items: Schema | undefined): string {
  const { path, value, context } = given
  if (!isShown(given)) return '…'
  // what is to be one entry of a list has no place of its own yet
  const source = context.positions.source(path) ?? inBrackets(String(value))
  const meant = items && !fits(value, items) ? scalar(corrected(value, items)) : undefined
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
  !hasLogin(text) &&
  randomWords(text).length === 0 &&
  text.split(/[\s,，、;；]+/).every(word => word.length <= 60 && secretForm(word) === undefined)

/** A name as an entry of a list or the value of a key in braces. */
export const inBrackets = (part: string): string =>
  /^\p{L}[\p{L}\p{N}_./@-]*$/u.test(part) ? part : quote(part)
