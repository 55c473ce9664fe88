import { open } from './counting.ts'
import type { Diagnostic } from './diagnostic.ts'
import { visible } from './visible.ts'

/** A line for each, as editors and grep read them: `sso.config.yaml:21:5: error[schema/unknown-key] message`. */
export function concise(diagnostics: readonly Diagnostic[]): string {
  return open(diagnostics)
    .map(one => `${conciseLine(one)}\n`)
    .join('')
}

export function conciseLine({ file, range: { start }, severity, rule, message }: Diagnostic): string {
  return `${visible(file)}:${start.line}:${start.column}: ${severity}[${rule}] ${visible(message)}`
}
