import { below, type Diagnosis } from './slip.ts'

/** `-  id: x`, and the keys below it where they belong: not each of them, but the dash has a space too many. */
export const gapBehindDash: Diagnosis = stop => {
  const { lines, index } = stop
  // the parser may stop at the end of the line before
  const wrong = [lines[index], lines[index + 1]].find(line => line?.says === true)
  if (wrong === undefined) return []
  const dash = lines.slice(0, index + 1).findLast(line => line.says && line.start < wrong.start)
  const [, before = '', gap = ''] = /^( *-)( {2,})[^\s#]/.exec(dash?.text ?? '') ?? []
  if (dash === undefined || gap === '' || wrong.column !== before.length + 1) return []
  const next = below(stop, wrong)
  if (next !== undefined && next.column > before.length && next.column < wrong.column) return []
  if (next?.column === before.length + gap.length) return []
  const at = dash.start + before.length
  return [
    {
      on: [at, at + gap.length],
      message: `${gap.length} spaces behind this "-" put its line out of the column of the lines below it`,
      help: 'write one space behind the "-"',
      instead: { at, length: gap.length, text: ' ' },
    },
  ]
}
