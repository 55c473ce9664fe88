import type { Paint } from '../diagnostics/colour.ts'
import { open } from '../diagnostics/counting.ts'
import { visible } from '../diagnostics/visible.ts'
import type { Compiled } from './compile.ts'
import { asReference } from './secrets.ts'
import { isRecord } from './typed-lists.ts'
import { count } from './words.ts'

/** One line: how it went. */
export function summary(
  path: string,
  { diagnostics, suppressed, config, complete, untyped }: Omit<Compiled, 'files'>,
  paint: Paint,
  /** True where the references were followed. */
  environment = false,
): string {
  const all = open(diagnostics)
  const errors = all.filter(({ severity }) => severity === 'error').length
  const warnings = all.filter(({ severity }) => severity === 'warning').length
  const infos = all.length - errors - warnings
  const known = diagnostics.length - all.length
  const fixable = all.filter(({ fix }) => fix).length
  const file = visible(path)
  const rest = [
    ...(infos > 0 ? [` · ${infos} info`] : []),
    ...(suppressed.length > 0 ? [` · ${suppressed.length} suppressed`] : []),
    ...(known > 0 ? [` · ${known} in the baseline`] : []),
    ...(fixable > 0 ? [` · ${fixable} fixable with --fix`] : []),
    ...(complete ? untypedInWords(untyped) : [' · later checks did not run']),
  ].join('')
  if (errors > 0) {
    return `${paint('red', '✖')} ${file}   ${count(errors, 'error')}, ${count(warnings, 'warning')}${rest}`
  }
  const sources = config?.sources.length ?? 0
  const apps = config?.apps.length ?? 0
  const secrets = `${count(references(config), 'secret reference')} (${environment ? 'all there' : 'not resolved'})`
  const isKnown = diagnostics.some(({ severity }) => severity === 'error')
  // an error that the command line made lighter: there is no configuration to count in
  const isLighter = config === undefined && !isKnown
  const facts =
    config === undefined
      ? `version 1${isLighter ? ' · the server, which knows no --rule, would not load it' : ''}`
      : `version 1 · ${count(sources, 'source')}${apps > 0 ? ` · ${count(apps, 'app')}` : ''} · ${secrets}`
  if (warnings > 0) return `${paint('yellow', '⚠')} ${file}   ${facts} · ${count(warnings, 'warning')}${rest}`
  // an error that is known from the baseline: nothing new, and no configuration
  if (isKnown) return `${paint('yellow', '⚠')} ${file}   ${rest.slice(' · '.length)}`
  return `${isLighter ? paint('yellow', '⚠') : paint('green', '✔')} ${file}   ${facts}${rest}`
}

const untypedInWords = (number: number): string[] =>
  number === 0
    ? []
    : [` · ${number === 1 ? '1 entry' : `${number} entries`} without a known type: most checks did not run`]

/** How many values are kept somewhere else. */
function references(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, below) => sum + references(below), 0)
  if (!isRecord(value)) return 0
  if (asReference(value)) return 1
  return Object.values(value).reduce<number>((sum, below) => sum + references(below), 0)
}
