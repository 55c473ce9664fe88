import type { Finding } from '../finding.ts'

/** `%YAML 1.1` would turn `no` into false in other readers; `%TAG` renames types. Neither is needed here. */
export function directive(text: string): Finding | undefined {
  const found = /^(?:[ \t]*(?:#.*)?\r?\n)*(%[^\r\n]*)/.exec(text)
  if (found?.[1] === undefined) return undefined
  const start = found[0].length - found[1].length
  return {
    rule: 'yaml/directive',
    severity: 'error',
    at: [],
    on: [start, found[0].length],
    message: 'a YAML directive changes how other programs read this file',
    help: 'remove the line: the file is YAML 1.2 without directives',
  }
}
