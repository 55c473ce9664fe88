import { isScalar, type Pair } from 'yaml'
import type { Finding } from '../finding.ts'
import type { MapCheck, ScalarCheck } from './check.ts'

/** `-id` and `id:x` at the beginning of a line are one word each: what follows "-" or ":" is stuck to it. */

const dash = /^-(?=[^\s-])/
/** `lifetime:8h` and `baseDir:/sub`, and no address. */
export const colon = /^[A-Za-z][\w-]*:(?=[^\s:])(?!\/\/)/
type Told = Pick<Finding, 'rule' | 'message' | 'help' | 'label'> & { on: [number, number] }

const stuckDash = (at: number): Told => ({
  rule: 'yaml/missing-space',
  on: [at, at + 1],
  message: 'there is no space after "-"',
  label: 'a space is missing behind it',
  help: 'write "- " before each entry, with a space after the "-"',
})

/** The key is not named: it may be the beginning of a secret. */
export const noSpaceAfterColon = {
  rule: 'yaml/missing-space',
  message: 'there is no space after the colon',
  label: 'a space is missing behind it',
  help: 'write a space after the colon',
}

const stuckColon = (at: number, length: number): Told => ({
  on: [at, at + length],
  ...noSpaceAfterColon,
})

/** At a line of the parser's, or the one above it, and where those are blank at the next. */
export function stuckNear(text: string, error: number): Told | undefined {
  const lines = text.split('\n')
  const hasText = (line: string) => /^\s*[^\s#]/.test(line)
  const here = lines.findIndex((line, index) => index >= error - 1 && hasText(line))
  const above = lines.findLastIndex((line, index) => index < error - 1 && hasText(line))
  return [here, above].flatMap(index => inLine(lines[index] ?? '', startOf(lines, index)) ?? []).at(0)
}

const startOf = (lines: readonly string[], index: number): number =>
  lines.slice(0, Math.max(index, 0)).reduce((length, line) => length + line.length + 1, 0)

function inLine(line: string, start: number): Told | undefined {
  const lead = /^ *(?:- +)*/.exec(line)?.[0].length ?? 0
  const rest = line.slice(lead)
  if (dash.test(rest)) return stuckDash(start + lead)
  const key = colon.exec(rest)?.[0].length
  return key === undefined ? undefined : stuckColon(start + lead, key)
}

/** A value that begins a line, or an entry that goes on in the next one. Between brackets it may well begin so. */
export const stuckValue: ScalarCheck = ({ node, path, text, span: [start, end] }) => {
  const source = node.type === 'PLAIN' ? text.slice(start, end) : ''
  const next = dash.test(source) ? undefined : /\n[ \t]*(?=-[^\s-])/.exec(source)
  if (next === null || path.length === 0 || /^\s*[,\]}]/.test(text.slice(end, end + 200))) return undefined
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  if (next ? !/^\s*-\s+$/.test(before) : before.trim() !== '') return undefined
  const at = start + (next ? next.index + next[0].length : 0)
  return { severity: 'error', at: path, failed: path, ...stuckDash(at) }
}

/** `-id: dingtalk` is a map with the key "-id". */
export const stuckKey: MapCheck = ({ node, path }) => {
  const [first] = node.items as Pair[]
  const key = first?.key
  if (!isScalar(key) || key.type !== 'PLAIN' || !key.range || !dash.test(key.source ?? '')) return []
  return [{ severity: 'error', at: path, failed: path, ...stuckDash(key.range[0]) }]
}
