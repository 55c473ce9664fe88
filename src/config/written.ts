import { documentOf as json } from '../diagnostics/document.ts'

/** Data as YAML: maps over lines, lists of words and references on one. What a reader could take for something else is quoted. */
export function yaml(value: object): string {
  return `${lines(value).join('\n')}\n`
}

/** Data on one line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (!isMap(value)) return scalar(value)
  const entries = Object.entries(value).map(([key, below]) => `${scalar(key)}: ${flow(below)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

function lines(value: object): string[] {
  if (Array.isArray(value)) return value.flatMap(item => led('- ', indented(inside(item))))
  return Object.entries(value).flatMap(([key, below]) => {
    if (isShort(below)) return [`${scalar(key)}: ${flow(below)}`]
    return [`${scalar(key)}:`, ...indented(inside(below))]
  })
}

const inside = (value: unknown): string[] => (isShort(value) ? [flow(value)] : lines(value as object))

const indented = (text: readonly string[]): string[] => text.map(line => `  ${line}`)

const led = (sign: string, [first = '', ...others]: string[]): string[] => [
  sign + first.trimStart(),
  ...others,
]

/** A word, a list of words, a map of one word or list: a reference is one of these. */
function isShort(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isWord)
  if (!isMap(value)) return true
  const values = Object.values(value)
  return values.length <= 1 && values.every(one => isWord(one) || (Array.isArray(one) && one.every(isWord)))
}

const isWord = (value: unknown): boolean => typeof value !== 'object' || value === null

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Words, paths, addresses and durations may stand without quotes, also between brackets. */
const isPlain = (text: string): boolean =>
  /^(?:[\p{L}/.][\p{L}\p{M}\d_./@-]*(?::[\p{L}\d_./@-]+)*|[1-9]\d*[smhd]|(?:\d{1,3}\.){3}\d{1,3}(?:[:/]\d+)?)$/u.test(
    text,
  )
/** … but for those that some reader takes for true, false, null or a number. */
const ambiguous = /^(?:y|n|yes|no|on|off|true|false|null|[.].*)$/i
const relative = /^\.\.?\//

function scalar(value: unknown): string {
  if (typeof value !== 'string') return String(value)
  if (isPlain(value) && (!ambiguous.test(value) || relative.test(value))) return value
  // every JSON text is one of YAML; control and invisible characters are escapes in it
  return json(value).trimEnd()
}
