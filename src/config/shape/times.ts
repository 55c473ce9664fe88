import { milliseconds } from '../duration.ts'

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

/** `30m` is 1h, where a duration from 1h to 24h is asked for, and 7d is 30d, where that is the least. */
export function nearest(value: string, _pattern: string, form: string): string | undefined {
  const [, least, most] =
    /from ([0-9]+[smhd]) to ([0-9]+[smhd])/.exec(form) ?? /\b([0-9]+[smhd]) at least\b/.exec(form) ?? []
  const asked = days(value, _pattern, form) ?? duration(value)
  if (least === undefined || asked === undefined) return undefined
  return milliseconds(asked) < milliseconds(least) ? least : most
}
