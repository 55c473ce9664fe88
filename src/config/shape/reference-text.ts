import { secretForm } from '../../diagnostics/secret-form.ts'
import { isPlaceName } from '../place-name.ts'

/** A reference in the words of another language, in a text where nothing is put in for it. */
export interface ReferenceText {
  /** As a message shows it: `${…}`. */
  readonly shown: string
  /** How it is written here: `{ env: NAME }`. Absent: its name is none, and perhaps a secret. */
  readonly reference?: string
  /** It names a place in a store of secrets, which nothing here reads. */
  readonly isStore?: true
}

const name = '([A-Za-z_][A-Za-z0-9_]*)'

/** Shells, templates, Windows, Node and other configuration languages. */
const forms: readonly { readonly form: RegExp; readonly shown: string }[] = [
  { form: new RegExp(`^\\$\\{(?:env[:.])?${name}\\}$`), shown: '$' + '{…}' },
  { form: new RegExp(`^\\$\\(${name}\\)$`), shown: '$(…)' },
  { form: new RegExp(`^\\$env:${name}$`, 'i'), shown: '$env:…' },
  { form: new RegExp(`^\\{\\{ *(?:[$.]?env\\.)?${name} *\\}\\}$`, 'i'), shown: '{{…}}' },
  { form: new RegExp(`^%${name}%$`), shown: '%…%' },
  { form: new RegExp(`^env(?:[:.=]|:\\/\\/)${name}$`, 'i'), shown: 'env:…' },
  { form: new RegExp(`^env[ \\t]*:[ \\t]+${name}$`), shown: 'env: … in quotes' },
  { form: new RegExp(`^env[ \\t]+${name}$`), shown: 'env …' },
  { form: new RegExp(`^process\\.env\\.${name}$`), shown: 'process.env.…' },
  { form: /^\$([A-Z][A-Z0-9_]*)$/, shown: '$…' },
  // in words, as no secret in capitals is
  { form: /^((?:[A-Z]+[0-9]{0,2}_)+[A-Z]+[0-9]{0,2})$/, shown: 'the name of a variable' },
  { form: new RegExp(`^\\{ *env *: *["']?${name}["']? *\\}$`), shown: '{ env: … } in quotes' },
]

const file = /^file:(?:\/\/)?(\.{0,2}\/[\w./-]+)$/
const quoted = /^\{ *(file|credential) *: *["']?([^\s"'{}]+)["']? *\}$/
const inWords = /^(file|credential)[ \t]+(\S+)$/

/** `vault:secret/data/sso#github`, `ref+vault://…` and `op://…`: a place, and no secret, where each part of it is a word. */
const store = /^((?:ref\+)?[a-z][a-z0-9]{1,20}):(?:\/\/)?[\w.-]+(?:\/[\w.-]+)+(?:#\/?[\w.-]+)?$/
const stores = /^(?:ref\+[a-z0-9]+|vault|openbao|bao|op|sops|akv|azurekeyvault|awssm|gcpsm)$/

/** Where the value stands in the file and no reference may. */
export const valueItself =
  'write the value itself: no reference may stand here; what differs by environment goes into an overlay'

/** What a text means elsewhere, or undefined where it means nothing but itself. */
export function referenceText(text: string): ReferenceText | undefined {
  const path = file.exec(text)?.[1]
  if (path !== undefined) return { shown: 'file:…', ...(isNamed(path) && { reference: `{ file: ${path} }` }) }
  const said = inWords.exec(text)
  const [, kind, place = ''] = said ?? quoted.exec(text) ?? []
  if (kind !== undefined)
    return {
      shown: said ? `${kind} …` : `{ ${kind}: … } in quotes`,
      ...(isPlaceName(kind, place) && { reference: `{ ${kind}: ${place} }` }),
    }
  const whole = variableText(text)
  if (whole !== undefined) {
    const { shown, variable } = whole
    // `$ECRET` may be a password; with a "_" in it, hardly
    const isSure = isVariable(variable) && (shown !== '$…' || variable.includes('_'))
    return { shown, ...(isSure && { reference: `{ env: ${variable} }` }) }
  }
  const [, scheme = ''] = store.exec(text) ?? []
  if (stores.test(scheme) && isNamed(text)) return { shown: `${scheme}:…`, isStore: true }
  const part = /\$\{|\{\{/.exec(text)?.[0]
  return part === undefined ? undefined : { shown: part === '{{' ? '{{…}}' : '$' + '{…}' }
}

/** A text that is a variable in the words of another language, and nothing else. */
export function variableText(
  text: string,
): { readonly shown: string; readonly variable: string } | undefined {
  for (const { form, shown } of forms) {
    const variable = form.exec(text)?.[1]
    if (variable !== undefined) return { shown, variable }
  }
  return undefined
}

/** `./ca.pem` as a reference: what looks like the path of a file, and not perhaps like a secret. */
export const fileReference = (text: string): string | undefined =>
  isPath.test(text) && isNamed(text) ? `{ file: ${fromRoot(text)} }` : undefined

/** A path below the home of a person, which `~` means to shells alone. */
export const fromRoot = (text: string): string =>
  text.replace(/^(sqlite:)?~(?=\/)/, (_, scheme = '') => `${scheme}/home/NAME`)

const isPath =
  /^(?:(?:\.{1,2}|~|\/(?:run|etc|var|opt|home|srv|usr|mnt|data|app|secrets|certs))\/[\w./-]+|[a-z][a-z0-9/_-]*\.(?:pem|crt|cer|key|txt|json|xml))$/

/**
 * `MY-NAME`, `$MY_NAME`, `process.env.MY_NAME`, `"MY_NAME "` and `getenv("MY_NAME")` as the name of a variable: only
 * where it is no secret that is repeated so.
 */
export function variableIn(given: string): string | undefined {
  if (given.length > longest) return undefined
  const [, asked] = /^[\w.]*env\w*(?:\W+)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\W*$/i.exec(given) ?? []
  const [, usual] = /^\$\{([A-Z][A-Z0-9_]*):?[-?=+][^{}]*\}$/.exec(given) ?? []
  const text = asked ?? usual ?? referenceTo(given) ?? given.trim().replace(/^["']|["',;]+$/g, '')
  const reference = /^\$(?:\{([^{}]*)\}|(.*))$/.exec(text)
  const inner = reference?.[1] ?? reference?.[2] ?? text
  const words = inner.split(/[-. ]/)
  // the form of a key for software, X7K2-9QPL, is not that of a name
  const isName = words.every(word => /^[A-Z][A-Z_]*[0-9]{0,2}$/.test(word)) || isVariable(inner)
  return isName && isNamed(inner) ? words.join('_') : undefined
}

const referenceTo = (text: string): string | undefined =>
  /^\{ env: (\w+) \}$/.exec(referenceText(text.trim())?.reference ?? '')?.[1]

// a name in lower case is nearly always the secret itself
const isVariable = (word: string) => /^[A-Z][A-Z0-9_]*$/.test(word) && isNamed(word)

const isNamed = (word: string) => word.length <= longest && secretForm(word) === undefined

/** No variable has a longer name. */
const longest = 128
