import type { Told } from './other-file.ts'

/** "```yaml" around a file that was copied out of a page: no value begins with "`". */
export function fence(text: string): Told | undefined {
  const found = /^```/m.exec(text)
  if (found === null) return undefined
  const { index } = found
  const isPair = text.includes('\n```', index)
  return {
    on: [index, index + 3],
    message: 'a Markdown fence is not YAML',
    help: isPair ? 'keep only what is between this line and the "```" that closes it' : 'remove this line',
  }
}
