/** Stands for one covered character; renderers show a run of them as ‹redacted›. From the private use area. */
export const cover = '\uE000'

/** All of a text covered, but for its line breaks. */
export const covered = (text: string): string => text.replace(/[^\r\n]/g, cover)

/** The text with these parts covered, line breaks and every offset as before. */
export function maskSpans(text: string, spans: readonly (readonly [start: number, end: number])[]): string {
  const sorted = [...spans].sort((a, b) => a[0] - b[0])
  let masked = ''
  let at = 0
  for (const [start, end] of sorted) {
    if (end <= at) continue
    const from = Math.max(start, at)
    masked += text.slice(at, from) + covered(text.slice(from, end))
    at = end
  }
  return masked + text.slice(at)
}

/** A masked text for people. */
export const redacted = (masked: string): string => masked.replace(new RegExp(`${cover}+`, 'g'), '‹redacted›')

/** One text that was masked more than once, by different knowledge: covered wherever one of them is. */
export const mostCovered = (masked: readonly string[]): string =>
  masked.reduce((one, other) =>
    one === other ? one : one.replace(/[\s\S]/g, (unit, at: number) => (other[at] === cover ? cover : unit)),
  )
