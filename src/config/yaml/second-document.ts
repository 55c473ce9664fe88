import type { Finding } from '../finding.ts'

/** `---` begins a second document, and so does whatever follows `...`, which ends the first. `at` is where the parser sees it begin. */
export function secondDocument(
  text: string,
  at: number,
): Pick<Finding, 'rule' | 'message' | 'help' | 'label'> & { on: [number, number] } {
  const rule = 'yaml/multiple-documents'
  const end = endBefore(text, at)
  if (text.startsWith('---', at))
    return {
      rule,
      on: [at, at + 3],
      message: 'a second document begins here',
      help: `remove the line "---"${end === undefined ? '' : ', and the line "..." above it'}: one file is one configuration`,
    }
  const on = end ?? at
  return {
    rule,
    on: [on, on + 3],
    message: 'the line "..." ends the document, and more follows',
    label: 'it ends here',
    help: 'remove the line "...": one file is one configuration',
  }
}

/** Where the line `...` is that nothing follows up to a place but blank lines and comments. */
function endBefore(text: string, at: number): number | undefined {
  const before = text.slice(0, at)
  const end = before.lastIndexOf('\n...')
  return end !== -1 && /^\.\.\.[ \t]*(?:\r?\n[ \t]*(?:#.*)?)*$/.test(before.slice(end + 1))
    ? end + 1
    : undefined
}
