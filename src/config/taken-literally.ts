import { fromRoot, variableText } from './shape/reference-text.ts'

/** Something in a text for which other languages put a value in. */
export interface Literal {
  /** As a message shows it: `${…}`. */
  readonly shown: string
  /** The text has no other meaning that anybody could want. */
  readonly isTemplate: boolean
  /** The variable that is the whole text. */
  readonly variable?: string
}

const templates = [
  { begins: '${', shown: '$' + '{…}' },
  { begins: '{{', shown: '{{…}}' },
]

/** A `$` before a name in capitals, as variables have. `US$100`, `A$AP`, `$1` and `\\$NAME` are something else. */
const part = /(?<![\w$\\])\$[A-Z][A-Z0-9_]+(?![A-Za-z0-9_])/

/** Of the words for a variable that have no `$`, and of a path below somebody's home, which only a shell knows. */
const beginning = /^(?:%|env\W|process\.env|\{ *env|(?:sqlite:)?~\/)/

/** What is certain. Every text of a file is asked about: most are done with at the first line. */
export function literalIn(text: string): Literal | undefined {
  if (!text.includes('$') && !text.includes('{{') && !beginning.test(text)) return undefined
  const template = templates.find(({ begins }) => text.includes(begins))
  if (template) return { shown: template.shown, isTemplate: true }
  if (fromRoot(text) !== text) return { shown: '~', isTemplate: false }
  const whole = variableText(text)
  // a name alone may be anything
  const isCertain = whole && /^[A-Z_][A-Z0-9_]*$/.test(whole.variable) && whole.variable !== text
  if (isCertain) return { ...whole, isTemplate: false }
  return part.test(text) ? { shown: '$…', isTemplate: false } : undefined
}
