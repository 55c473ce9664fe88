const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `30m` in milliseconds. The schema has checked the form. */
export function milliseconds(duration: string): number {
  const unit = units[duration.slice(-1)]
  if (unit === undefined) throw new RangeError(`no unit in "${duration}"`)
  return Number(duration.slice(0, -1)) * unit
}
