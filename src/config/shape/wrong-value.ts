import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Finding } from '../finding.ts'
import type { Schema } from '../schema/schema.ts'
import { wideInValue } from '../yaml/wide.ts'
import { toFinding } from '../yaml/wide-punctuation.ts'
import type { Context, Problem, ShapeFinding } from './context.ts'
import { isOfType, toValue, type Value } from './value.ts'
import { formTellers, otherwise } from './wrong-form.ts'
import { wrongType } from './wrong-type.ts'

/** The value is there, but it cannot be this one. */
export function wrongValue(problem: Problem, context: Context): ShapeFinding {
  const { path, keyword } = problem
  const value = toValue(problem, context)
  const wide = typeof value.value === 'string' ? wideCharacter(value, keyword) : undefined
  if (wide) return { ...wide, at: path, failed: [path] }
  const tell = keyword === 'type' ? wrongType : (formTellers[keyword] ?? otherwise)
  return {
    rule: ruleOf(path, value.schema, value.value),
    severity: 'error',
    at: path,
    ...tell(value),
    failed: [path],
    ...(context.hidden(path) && { secret: true }),
  }
}

/** A full-width character is to blame where it takes the place of YAML's own. */
function wideCharacter(value: Value, keyword: string): Finding | undefined {
  const { path, schema, context } = value
  const source = context.positions.source(path) ?? ''
  // in quotes it is text
  if (/^["'|>]/.test(source)) return undefined
  const start = context.positions.value(path).start.offset
  const stray = wideInValue(source, start, keyword === 'type')
  if (stray === undefined) return undefined
  const character = source.charAt(stray.at - start)
  const isList = keyword === 'type' && isOfType(schema, 'array') && /^(?:brace|bracket)$/.test(stray.kind)
  const found = toFinding(isList ? { ...stray, kind: 'bracket' } : stray, character)
  // with the brackets alone its commas would be wrong
  return isList && /[，、；]/.test(source) ? { ...found, help: wrongType(value).help } : found
}

/** Some values have a rule of their own, with a page that says why. */
function ruleOf(path: Path, schema: Schema, value: unknown): string {
  if (path.length === 3 && path[2] === 'id' && typeof value === 'string') return 'id/format'
  if (typeof value === 'number' && schema.maximum === 2147483647) return 'permission/unknown-bit'
  if (path.at(-1) === 'role' && value === 'admin') return 'autoregister/admin-role'
  return 'schema/wrong-type'
}
