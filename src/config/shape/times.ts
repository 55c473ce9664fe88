import { milliseconds } from '../duration.ts'

/** `12小时`, `PT12H` and `1 week` in the letters of a duration: 12h, 12h and 1w; any other text as it is. */
export function inLetters(value: string): string {
  const [, dates = '', times = ''] = /^P((?:\d+[YMWD])*)(?:T((?:\d+[HMS])+))?$/i.exec(value) ?? []
  if (dates !== '' || times !== '') return `${dates.replace(/M/i, 'mo')}${times}`.toLowerCase()
  if (!/^\s*\d/.test(value) || value.length > 40) return value
  return hanUnits.reduce((text, [unit, letter]) => text.replace(unit, letter), value).trim()
}

const hanUnits: readonly (readonly [RegExp, string])[] = [
  [/\s*个?小时/gu, 'h'],
  [/\s*分钟?/gu, 'm'],
  [/\s*秒钟?/gu, 's'],
  [/\s*(?:天|日)/gu, 'd'],
  [/\s*(?:周|个?星期|个?礼拜)/gu, 'w'],
  [/\s*个?月/gu, 'mo'],
  [/\s*年/gu, 'y'],
]

/** What a number without a unit may be as a duration of a form, in each unit that fits it: 43200 seconds are 12h. */
export function withUnits(value: string, pattern: string, words: string): readonly string[] {
  const isForm = new RegExp(pattern, 'u')
  const form = { test: (text: string) => isForm.test(text) && isInRange(text, words) }
  const number = /^[1-9][0-9]{0,10}$/.test(value) ? Number(value) : undefined
  if (number === undefined) return []
  const texts = ['s', 'm', 'h', 'd'].flatMap(unit => {
    const seconds = number * (lengthsOf[unit] ?? 1)
    return seconds > longest
      ? []
      : ([`${number}${unit}`, inLargest(seconds)].find(text => form.test(text)) ?? [])
  })
  // programs count in milliseconds, which no duration here has
  const short = number % 1000 === 0 && number >= 10_000 ? inLargest(number / 1000) : ''
  return [...new Set([...texts, ...(form.test(short) ? [short] : [])])]
}

/** Seconds in the largest unit that they are whole in. */
function inLargest(seconds: number): string {
  const [unit, length] = Object.entries(lengthsOf).find(([, length]) => seconds % length === 0) ?? ['s', 1]
  return `${seconds / length}${unit}`
}

/** Nobody means a time of more than this, in seconds: somewhat over a year. */
const longest = 400 * 86400

/** A number that is a duration of its form in one unit alone. */
export function onlyUnit(value: string, pattern: string, words: string): string | undefined {
  const texts = withUnits(value, pattern, words)
  return texts.length === 1 ? texts[0] : undefined
}

/** `90` and `3 months` are 90d, where whole days are asked for. */
export function days(value: string, _pattern: string, form: string): string | undefined {
  const [, number, unit = 'd'] = /^([1-9][0-9]{0,4}) ?(d|w|mo|y)?(?:[a-z]*)$/i.exec(value) ?? []
  const each = lengths.get(unit.toLowerCase())
  return number === undefined || each === undefined || !form.startsWith('whole days')
    ? undefined
    : `${Number(number) * each}d`
}

const lengths = new Map([
  ['d', 1],
  ['w', 7],
  ['mo', 30],
  ['y', 365],
])

/** `8 hours` is 8h. */
export function duration(value: string): string | undefined {
  const [, number, unit = ''] =
    /^([1-9][0-9]{0,5}) ?([smhd])(?:ecs?|econds?|ins?|inutes?|rs?|ours?|ays?)?$/i.exec(value) ?? []
  return number === undefined ? undefined : `${number}${unit.toLowerCase()}`
}

/** `8h30m` is 510m, and `1.5h` 90m. */
export function sumOfTimes(value: string): string | undefined {
  const [times] = /^(?:[0-9]+(?:\.[0-9]+)? ?[smhd] ?){1,4}$/i.exec(value) ?? []
  const parts = [...(times ?? '').toLowerCase().matchAll(/([0-9.]+) ?([smhd])/g)]
  const seconds = parts.reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (lengthsOf[unit] ?? 0),
    0,
  )
  const unit = Object.keys(lengthsOf).find(
    unit =>
      seconds % (lengthsOf[unit] ?? 1) === 0 &&
      parts.some(part => (lengthsOf[part[2] ?? ''] ?? 0) >= (lengthsOf[unit] ?? 1)),
  )
  return seconds === 0 || unit === undefined ? undefined : `${seconds / (lengthsOf[unit] ?? 1)}${unit}`
}

const lengthsOf: Readonly<Record<string, number>> = { d: 86400, h: 3600, m: 60, s: 1 }

/** `43200s` is 12h, where a form has no such large numbers. */
export function inLargestUnit(value: string): string | undefined {
  const asked = sumOfTimes(value)
  return asked === undefined ? undefined : inLargest(milliseconds(asked) / 1000)
}

const range = /from ([0-9]+[smhd]) to ([0-9]+[smhd])/

/** Whether a duration is one of those that a form in words names. */
function isInRange(text: string, words: string): boolean {
  const [, least, most] = range.exec(words) ?? []
  if (least === undefined || most === undefined) return true
  return milliseconds(text) >= milliseconds(least) && milliseconds(text) <= milliseconds(most)
}

/** `30m` is 1h, where a duration from 1h to 24h is asked for, and 7d is 30d, where that is the least. */
export function nearest(value: string, _pattern: string, form: string): string | undefined {
  const [, least, most] = range.exec(form) ?? /\b([0-9]+[smhd]) at least\b/.exec(form) ?? []
  const asked = days(value, _pattern, form) ?? duration(value)
  if (least === undefined || asked === undefined) return undefined
  return milliseconds(asked) < milliseconds(least) ? least : most
}
