import { isMap } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { isUnder } from '../parts.ts'
import { isTypedList } from '../typed-lists.ts'
import { list, quote } from '../words.ts'
import { beforeOwn, keysOf } from '../yaml/across-dash.ts'
import type { Context, ShapeFinding } from './context.ts'

/**
 * The last lines of an entry below the "- id:" of the next one: keys above its type that it does not have, and that the
 * entry before has not. What is there twice by that is told by the layer of YAML.
 */
export function withoutSlippedLines(
  findings: readonly ShapeFinding[],
  context: Context,
): readonly ShapeFinding[] {
  const entries = new Map(
    findings
      .filter(({ rule, at }) => rule === 'schema/unknown-key' && isTypedList(at[0]) && at.length > 2)
      .map(({ at }) => [JSON.stringify(at.slice(0, 2)), at.slice(0, 2)]),
  )
  const slipped = [...entries.values()].flatMap(entry => slippedInto(entry, findings, context) ?? [])
  if (slipped.length === 0) return findings
  const failed = slipped.flatMap(finding => finding.failed)
  const follows = ({ rule, at, failed: lacking }: ShapeFinding) =>
    isUnder(at, failed) || (rule === 'schema/missing-key' && lacking.every(path => isUnder(path, failed)))
  return [...findings.filter(finding => !follows(finding)), ...slipped]
}

function slippedInto(
  entry: Path,
  findings: readonly ShapeFinding[],
  { positions, locate, schemaOf }: Context,
): ShapeFinding | undefined {
  const before = [entry[0] ?? '', Number(entry[1]) - 1]
  const [own, other] = [locate(entry), locate(before)]
  const isBelow = own.layer === other.layer && Number(own.at[1]) === Number(other.at[1]) + 1
  const node = positions.node(entry)
  if (!isBelow || !isMap(node) || node.flow === true) return undefined
  const above = positions.node(before)
  const keys = keysOf(node)
  const [from, to] = isMap(above) ? beforeOwn(keys, keysOf(above)) : [0, 0]
  const run = keys.slice(from, to)
  const at = run.map(key => [...entry, key])
  const isStrange = findings.some(
    ({ rule, at: place }) => rule === 'schema/unknown-key' && isUnder(place, at),
  )
  const isWhole = from === 0 || keys[to] === 'type'
  const isKnown = (key: string) => schemaOf([...before, key]) !== undefined
  const [first] = at
  if (first === undefined || !isStrange || !isWhole || !run.every(isKnown)) return undefined
  const [what, are] = run.length === 1 ? ['this line', 'it is'] : [list(run), 'they are']
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at: first,
    on: 'key',
    message: `${list(run)} ${run.length === 1 ? 'belongs' : 'belong'} to the entry above`,
    help:
      from === 0
        ? `write the "-" of this line before ${quote(keys[to] ?? '')}`
        : `move ${what} to where ${are} missing: above the first line of this entry`,
    failed: [...at, ...run.map(key => [...before, key])],
  }
}
