import type { ScalarCheck } from './check.ts'

/** JSON without the comma behind a value: `1`, and behind or below it `"publicUrl":"…"`, are one text in YAML. */
export const lostComma: ScalarCheck = ({ node, path, text, span: [start, end] }) => {
  // as nearly none has it
  if (node.type !== 'PLAIN' || !node.source?.includes('":')) return undefined
  const [first] = /^[^"\n]*?(?=\s+"[^"\n]*"\s*:)/.exec(text.slice(start, end)) ?? []
  if (first === undefined) return undefined
  const at = start + first.trimEnd().length
  return {
    rule: 'yaml/syntax',
    severity: 'error',
    at: path,
    on: [at, at + 1],
    // what the keys below belong to, too
    failed: path.slice(0, -1),
    message: 'there is no "," between two entries',
    label: 'it is missing here',
    help: 'write "," here',
  }
}
