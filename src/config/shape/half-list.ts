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
  const extras = problems.filter(isExtra)
  if (extras.length === 0) return { findings: [], rest: problems }
  // a file may have thousands of both: no search for each
  const maps = new Map<string, Problem[]>()
  for (const extra of extras) {
    const here = maps.get(String(extra.path))
    if (here) here.push(extra)
    else maps.set(String(extra.path), [extra])
  }
  const ofType = problems.filter(({ keyword }) => keyword === 'type')
  const wrong = new Map(ofType.map(problem => [String(problem.path), problem]))
  const findings: ShapeFinding[] = []
  const taken = new Set<Problem>()
  for (const here of maps.values()) {
    const { at, rest } = listBefore(here, context)
    const isList = [context.schemaOf(at)?.type].flat().includes('array')
    if (!isList || !(isUnder(at, failed) || typeof valueAt(context.data, at) === 'string')) continue
    for (const extra of here) if (rest.has(String(extra.params.additionalProperty))) taken.add(extra)
    const whole = wrong.get(String(at))
    if (whole === undefined) continue
    taken.add(whole)
    findings.push(oneList(at, [...rest], context))
  }
  return { findings, rest: problems.filter(problem => !taken.has(problem)) }
}

/** The key before the first that is too many, and those that follow one another from there. */
function listBefore(here: readonly Problem[], { data }: Context) {
  const map = here[0]?.path ?? []
  const given = valueAt(data, map)
  const keys = isRecord(given) ? Object.keys(given) : []
  const names = new Set(here.map(({ params }) => String(params.additionalProperty)))
  const first = keys.findIndex(key => names.has(key))
  const end = keys.findIndex((key, index) => index > first && !names.has(key))
  return {
    at: [...map, keys[first - 1] ?? ''],
    rest: new Set(keys.slice(first, end < 0 ? undefined : end)),
  }
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
