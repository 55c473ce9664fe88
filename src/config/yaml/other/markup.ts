import { beginning } from './beginning.ts'
import type { Told } from './other-file.ts'

/** A page that was saved in the place of a file, such as that of a sign-in, or the settings of another product. */
export function markup(text: string): Told | undefined {
  const [line] = beginning(text, 1)
  const found = line && /^<(?:[!?]\s*)?([a-z]+)/i.exec(line.text)
  if (!found) return undefined
  const isPage = /^(?:doctype|html)$/i.test(found[1] ?? '')
  return {
    on: [line.start, line.start + found[0].length],
    message: `this is ${isPage ? 'a page of HTML' : 'XML'}, and only YAML is read here`,
    help: isPage
      ? 'fetch the file itself: a page to sign in, or one about the file, came in its place'
      : 'write it in YAML, beginning with version: 1',
  }
}
