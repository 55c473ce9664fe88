import { quote } from '../../words.ts'
import { type Diagnosis, linesNear, type Slip } from './slip.ts'

/** `[a, b}`, `[a, b)` and `{ a: (b] }`: what is opened in a line is closed in it by a sign of another kind. */
export const otherBracket: Diagnosis = stop =>
  linesNear(stop).flatMap(({ text, start }): Slip[] => {
    const open: { readonly sign: string; readonly at: number }[] = []
    // quotes and comments have brackets of their own; where one is not closed, none begins at a quote that is escaped in it
    for (const { 0: sign, index } of text.matchAll(
      /(?<!\\)"(?:[^"\\]|\\.)*"|'[^']*'|(?<=\s)#.*|[[\]{}()]/g,
    )) {
      const at = start + index
      if (sign in closing) open.push({ sign, at })
      if (!closers.has(sign)) continue
      const last = open.pop()
      if (last === undefined || closing[last.sign] === sign) continue
      // ( and ) are text, but where they leave a bracket without its other one
      const isOpening = last.sign === '('
      const [wrong, instead] = isOpening ? [last.at, opening[sign] ?? ''] : [at, closing[last.sign] ?? '']
      return [
        {
          on: [wrong, wrong + 1],
          message: `${quote(sign)} does not close what was opened by ${quote(last.sign)}`,
          help: `write ${quote(instead)} in ${isOpening ? `place of ${quote('(')}` : 'its place'}`,
          instead: { at: wrong, length: 1, text: instead },
        },
      ]
    }
    return []
  })

const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' }
const opening: Readonly<Record<string, string>> = { ']': '[', '}': '{' }
const closers = new Set([']', '}', ')'])
