import type { Path } from '../../diagnostics/diagnostic.ts'
import { secretForm } from '../../diagnostics/secret-form.ts'
import { isUnder } from '../parts.ts'
import { isRecord } from '../typed-lists.ts'
import { type Context, nameOf, type Problem, type ShapeFinding, valueAt } from './context.ts'
import { inBrackets, isShown } from './entries.ts'
import { keyed, toValue } from './value.ts'

/** Problems of keys and values, of which some are one finding. */
export interface Halved {
  readonly findings: readonly ShapeFinding[]
  readonly rest: readonly Problem[]
}

/**
 * `{ groups: developers, finance }`: without brackets the list ends at its first comma, and what was to be its other
 * entries are keys without a value. To tell of both would leave the half of them.
 */
export function halfLists(problems: readonly Problem[], context: Context, failed: readonly Path[]): Halved {
  const isExtra = ({ keyword, path, params }: Problem) =>
    keyword === 'additionalProperties' &&
    valueAt(context.data, [...path, String(params.additionalProperty)]) === null
  if (!problems.some(isExtra)) return { findings: [], rest: problems }
  const findings: ShapeFinding[] = []
  const taken = new Set<Problem>()
  for (const extra of problems.filter(isExtra)) {
    if (taken.has(extra)) continue
    const here = problems.filter(other => isExtra(other) && String(other.path) === String(extra.path))
    const given = valueAt(context.data, extra.path)
    const keys = isRecord(given) ? Object.keys(given) : []
    const names = new Set(here.map(({ params }) => String(params.additionalProperty)))
    const first = keys.findIndex(key => names.has(key))
    const after = keys.slice(first).findIndex(key => !names.has(key))
    const rest = keys.slice(first, after < 0 ? undefined : first + after)
    const at = [...extra.path, keys[first - 1] ?? '']
    const whole = problems.find(({ keyword, path }) => keyword === 'type' && String(path) === String(at))
    const isList = [context.schemaOf(at)?.type].flat().includes('array')
    if (first < 1 || !isList || !(isUnder(at, failed) || typeof valueAt(context.data, at) === 'string'))
      continue
    for (const other of here) if (rest.includes(String(other.params.additionalProperty))) taken.add(other)
    if (whole === undefined) continue
    taken.add(whole)
    findings.push(oneList(at, rest, context))
  }
  return { findings, rest: problems.filter(problem => !taken.has(problem)) }
}

function oneList(at: Path, rest: readonly string[], context: Context): ShapeFinding {
  const value = toValue({ path: at, keyword: 'type', params: {} }, context)
  const entries = [String(value.value), ...rest].map(entry => entry.replace(brackets, ''))
  const isTold =
    isShown(value) && entries.every(entry => secretForm(entry) === undefined && entry.length <= 60)
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at,
    message: `${nameOf(at)} must be a list in brackets: without them it ends at the first comma`,
    help: `write ${keyed(at, isTold ? `[${entries.map(inBrackets).join(', ')}]` : '[…, …]')}`,
    failed: [at, ...rest.map(key => [...at.slice(0, -1), key])],
  }
}

const brackets = /^[[(（【]+|[\])）】]+$/g
