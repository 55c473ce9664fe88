import { lineEndOf } from '../../diagnostics/lines.ts'
import { placeIn } from '../typed-lists.ts'
import type { Token } from './tokens.ts'

/** What is wrong at a place, without a word of what is written there: it may be a part of a secret. */
export interface Told {
  readonly message: string
  readonly help: string
  readonly on: [start: number, end: number]
}

/** What stands where the parser stopped, and what is before it. */
interface Place {
  readonly here: Token
  readonly before: Token
  readonly isKey: boolean
  /** Nothing is between the two. */
  readonly isStuck: boolean
  readonly text: string
}

/** Where quotes, brackets and what is between them do not go together, and which sign of them is missing or too many. */
export function betweenBrackets(at: number, text: string, tokens: readonly Token[]): Told | undefined {
  const index = tokens.findIndex(({ start, text }) => at < start + text.length)
  const [before = nothing, here] = [tokens[index - 1], tokens[index]]
  if (here === undefined) return undefined
  const isStuck = before.start + before.text.length === here.start
  const isKey = tokens[index + 1]?.kind === 'map-value-ind'
  const place = { here, before, isKey, isStuck, text }
  return mistakes.map(mistake => mistake(place)).find(told => told !== undefined)
}

type Mistake = (place: Place) => Told | undefined

const nothing: Token = {
  kind: 'none',
  text: '',
  start: 0,
  column: 0,
  first: true,
  inside: undefined,
  after: undefined,
}

const isQuoted = ({ kind }: Token) => kind.endsWith('quoted-scalar')
const isEnd = ({ kind }: Token) => /^flow-(?:map|seq)-end$/.test(kind)
const isStart = ({ kind }: Token) => /^flow-(?:map|seq)-start$/.test(kind)
const isComma = ({ kind }: Token) => kind === 'comma'
/** A list is parted by ASCII commas, and by nothing else. */
const otherComma = /^[;,，、；]/

const first = ({ start }: Token): [number, number] => [start, start + 1]
const last = ({ start, text }: Token): [number, number] => [start + text.length - 1, start + text.length]

/** `"name: Mail`: what ends such a quote is another one, lines below. And `"Mail""`. */
const quoteTooMany: Mistake = ({ here, before, isStuck, text }) => {
  const long = [before, here].find(token => isQuoted(token) && token.text.includes('\n'))
  if (long === undefined) return undefined
  const isSecond = long === here && isStuck && isQuoted(before)
  if (isSecond && text.slice(here.start + 1, lineEndOf(text, here.start)).trim() === '')
    return { on: first(here), message: 'the text has ended before this quote', help: 'remove it' }
  return {
    on: first(long),
    message: 'a quote opened here is not closed in its line',
    help: `add ${long.text.charAt(0)} where it ends`,
  }
}

/** `{ a: b }}`, and `key: ]`, which was to be a list of nothing. */
const closesNothing: Mistake = ({ here, before }) => {
  if (!isEnd(here) || here.inside !== undefined) return undefined
  const empty = here.text === ']' ? 'write [] for an empty list' : 'write {} for an empty map'
  return {
    on: first(here),
    message: `this "${here.text}" closes nothing`,
    help: before.kind === 'map-value-ind' ? empty : 'remove it',
  }
}

/** `[a,, b]`, and `key: "value",` */
const commaTooMany: Mistake = ({ here, before }) => {
  const isBehind = here.inside === undefined && (isQuoted(before) || isEnd(before))
  if (isBehind && otherComma.test(here.text) && here.text.trimEnd().length === 1)
    return { on: first(here), message: 'a comma stands behind the value', help: 'remove it' }
  return isComma(here) && (isComma(before) || isStart(before))
    ? { on: first(here), message: 'nothing stands before this comma', help: 'remove it' }
    : undefined
}

/** `[{ a: b }; { c: d }]` */
const otherSign: Mistake = ({ here }) =>
  here.inside !== undefined && here.kind === 'plain' && otherComma.test(here.text)
    ? notAComma(here.start)
    : undefined

const notAComma = (at: number): Told => ({
  on: [at, at + 1],
  message: 'this sign parts nothing between brackets',
  help: 'write "," in its place',
})

/** `'Tom's mail'` */
const quoteInQuotes: Mistake = ({ here, before, isStuck }) => {
  if (!isStuck || !isQuoted(before) || here.kind !== 'plain') return undefined
  const [quote, other, escaped] =
    before.text.charAt(0) === '"' ? ['"', 'single', '\\"'] : ["'", 'double', "''"]
  return {
    on: last(before),
    message: `this ${quote} ends the text, and more of it follows`,
    help: `write ${escaped} for each ${quote} inside the text, or ${other} quotes around it`,
  }
}

/** `{username}@example.com` and, between brackets, `/auth/{source}/callback`. */
const bracketInText: Mistake = ({ here, before, isStuck, text }) =>
  isStuck && ((isEnd(before) && here.kind === 'plain') || (before.kind === 'plain' && isStart(here)))
    ? {
        on: isEnd(before) ? last(before) : first(here),
        message: 'no text without quotes has such a bracket here',
        help: placed(text.slice(before.start, before.start + 80)) ?? 'put all of the value in quotes',
      }
    : undefined

/** `sources[old]`, as messages show it. */
function placed(text: string): string | undefined {
  const place = placeIn(text)
  return place === undefined ? undefined : `write ${place}`
}

/** `{ title: a: b }` */
const secondColon: Mistake = ({ here, before, isKey }) =>
  here.inside !== undefined && here.kind === 'plain' && isKey && before.kind === 'map-value-ind'
    ? {
        on: [here.start + here.text.length, here.start + here.text.length + 1],
        message: 'a second ":" makes this a map inside a line',
        help: 'put the value in quotes, or the map in braces',
      }
    : undefined

/** `[developers] finance` and `"Mail" of all` */
const behindTheEnd: Mistake = ({ here, before, text }) =>
  here.inside === undefined &&
  here.kind === 'plain' &&
  (isQuoted(before) || isEnd(before)) &&
  !text.slice(before.start, here.start).includes('\n')
    ? {
        on: first(here),
        message: `the value has ended before this, with its ${isQuoted(before) ? 'quotes' : 'brackets'}`,
        help: `put it between the ${isQuoted(before) ? 'quotes' : 'brackets'}, or " # " before a comment`,
      }
    : undefined

const mistakes: readonly Mistake[] = [
  quoteTooMany,
  closesNothing,
  commaTooMany,
  otherSign,
  quoteInQuotes,
  bracketInText,
  secondColon,
  behindTheEnd,
]
