/** A bracket, or what may stand in its place, in a line. */
export interface Sign {
  readonly sign: string
  /** In the line. */
  readonly at: number
}

/** Quotes and comments have brackets of their own; where one is not closed, none begins at a quote that is escaped in it. */
export const allSignsIn = (text: string): Sign[] =>
  [...text.matchAll(/(?<!\\)"(?:[^"\\]|\\.)*"|'[^']*'|(?<=\s)#.*|(?<!=)[[\]{}()<>]/g)]
    .map(({ 0: sign, index }) => ({ sign, at: index }))
    .filter(({ sign }) => sign.length === 1 && sign !== '#')

export const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}' }
export const opening: Readonly<Record<string, string>> = { ']': '[', '}': '{' }

export const isBracket = ({ sign }: Sign): boolean => sign in closing || sign in opening

/** The first sign that closes something else than what is open, with all that is open there; or what is left open. */
export function mismatch(
  signs: readonly Sign[],
): { open: readonly Sign[]; wrong: Sign | undefined } | undefined {
  const open: Sign[] = []
  for (const sign of signs) {
    if (sign.sign in closing) open.push(sign)
    else if (closing[open.at(-1)?.sign ?? ''] === sign.sign) open.pop()
    else return { open, wrong: sign }
  }
  return open.length === 0 ? undefined : { open, wrong: undefined }
}

export const fits = (signs: readonly Sign[]): boolean => mismatch(signs) === undefined
