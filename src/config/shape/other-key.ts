import type { Path } from '../../diagnostics/diagnostic.ts'
import { quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { fits } from './fits.ts'
import { isBeside } from './rename.ts'

/**
 * `strategy: passport-gitlab2` where `module` is missing: a text that cannot stand under one key of a map, and can under
 * the only one that the map lacks. Of what anything can be, nothing is certain.
 */
export function withoutOtherKeys(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const lacking = findings.filter(({ rule, failed }) => rule === 'schema/missing-key' && failed.length === 1)
  if (lacking.length === 0) return [...findings]
  const byMap = new Map(
    findings
      .filter(({ rule, at }) => rule === 'schema/wrong-type' && !isRequired(at, context))
      .map(finding => [JSON.stringify(finding.at.slice(0, -1)), finding]),
  )
  const merged = new Map<ShapeFinding, ShapeFinding | undefined>()
  for (const missing of lacking) {
    const [there = []] = missing.failed
    const key = String(there.at(-1))
    const schema = context.schemaOf(there)
    const found = byMap.get(JSON.stringify(missing.at))
    if (schema?.pattern === undefined || found === undefined || isBeside(found.at, key, context)) continue
    if (!fits(valueAt(context.data, found.at), schema)) continue
    const { fix: _, ...told } = found
    merged.set(missing, undefined)
    merged.set(found, {
      ...told,
      label: `did you mean ${quote(key)}?`,
      help: `rename the key to ${quote(key)}; it is required`,
      failed: [...found.failed, there],
    })
  }
  return findings.flatMap(finding => (merged.has(finding) ? (merged.get(finding) ?? []) : [finding]))
}

const isRequired = (at: Path, { schemaOf }: Context): boolean =>
  schemaOf(at.slice(0, -1))?.required?.includes(String(at.at(-1))) === true
