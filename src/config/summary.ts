import type { Paint } from '../diagnostics/colour.ts'
import { visible } from '../diagnostics/visible.ts'
import type { Compiled } from './compile.ts'
import { isRecord } from './types.ts'
import { count } from './words.ts'

/** One line: how it went. */
export function summary(
  path: string,
  { diagnostics, config, complete }: Pick<Compiled, 'diagnostics' | 'config' | 'complete'>,
  paint: Paint,
): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length
  const file = visible(path)
  if (errors > 0) {
    const rest = complete ? '' : ' · later checks did not run'
    return `${paint('red', '✖')} ${file}   ${count(errors, 'error')}, ${count(warnings, 'warning')}${rest}`
  }
  const sources = config?.sources.length ?? 0
  const secrets = `${count(references(config), 'secret reference')} (not resolved)`
  const facts = `version 1 · ${count(sources, 'source')} · ${secrets}`
  return warnings > 0
    ? `${paint('yellow', '⚠')} ${file}   ${facts} · ${count(warnings, 'warning')}`
    : `${paint('green', '✔')} ${file}   ${facts}`
}

const kinds = ['env', 'file', 'credential', 'exec', 'literal']

/** How many values are kept somewhere else. */
function references(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, below) => sum + references(below), 0)
  if (!isRecord(value)) return 0
  const keys = Object.keys(value)
  if (keys.length === 1 && kinds.includes(keys[0] ?? '')) return 1
  return Object.values(value).reduce<number>((sum, below) => sum + references(below), 0)
}
