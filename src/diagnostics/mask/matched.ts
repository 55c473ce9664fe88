/** What a sticky pattern finds at a place. */
export function matched(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

/** Where that ends; the place itself where there is nothing. */
export const endOf = (pattern: RegExp, text: string, at: number): number =>
  at + (matched(pattern, text, at)?.[0].length ?? 0)
