import { quote } from '../../words.ts'
import { type Diagnosis, linesNear, type Slip } from './slip.ts'

/** `[a, b}` and `{ a: b ]`: what was opened in this line is closed by a bracket of another kind. */
export const otherBracket: Diagnosis = stop =>
  linesNear(stop).flatMap(({ text, start }): Slip[] => {
    const open: string[] = []
    // quotes and comments have brackets of their own; where one is not closed, none begins at a quote that is escaped in it
    for (const { 0: sign, index } of text.matchAll(/(?<!\\)"(?:[^"\\]|\\.)*"|'[^']*'|(?<=\s)#.*|[[\]{}]/g)) {
      if (sign === '[' || sign === '{') open.push(sign)
      if (sign !== ']' && sign !== '}') continue
      const opened = open.pop()
      const wanted = opened === '[' ? ']' : '}'
      if (wanted === sign || opened === undefined) continue
      const at = start + index
      return [
        {
          on: [at, at + 1],
          message: `${quote(sign)} does not close what was opened by ${quote(opened)}`,
          help: `write ${quote(wanted)} in its place`,
          instead: { at, length: 1, text: wanted },
        },
      ]
    }
    return []
  })
