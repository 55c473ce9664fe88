import type { Path } from '../../diagnostics/diagnostic.ts'
import { isUnder } from '../parts.ts'
import type { Schema } from '../schema/schema.ts'
import { literalIn } from '../taken-literally.ts'
import { areTooMany } from '../too-many.ts'
import { quote } from '../words.ts'
import { type Context, type Problem, type ShapeFinding, valueAt } from './context.ts'
import { isShown } from './entries.ts'
import { example } from './example.ts'
import { fits } from './fits.ts'
import { foreignMap, oncePerList } from './foreign-map.ts'
import { inlineSecret, isLiteral } from './inline-secret.ts'
import { nothingLike } from './instead-of-key.ts'
import { withLeftOpen } from './left-open.ts'
import { missingKeys } from './missing-key.ts'
import { isToldWithFrom } from './moved-place.ts'
import { namesIn, takes } from './rename.ts'
import { isFurtherPart } from './sum.ts'
import { unknownKeys } from './unknown-key.ts'
import { unmatchedEntry } from './unmatched-entry.ts'
import { toValue } from './value.ts'
import { wrongValue } from './wrong-value.ts'

/** Errors of a validator → findings: one for what one map lacks, one for each key too many, one for each value. */
export function tell(
  problems: readonly Problem[],
  context: Context,
  failed: readonly Path[],
): ShapeFinding[] {
  const isUnknown = ({ keyword }: Problem) => keyword === 'additionalProperties'
  const isOpen = (problem: Problem) =>
    !isUnder(target(problem), failed) || (isUnknown(problem) && isUnder(target(problem), context.misread))
  // a key without a name is the one that is missing
  const isNameless = ({ path, keyword }: Problem) => keyword === 'required' && isUnder([...path, ''], failed)
  const open = problems.filter(
    problem => !isUnder(problem.path, failed) && isOpen(problem) && !isNameless(problem),
  )
  const maps = groupBy(open.filter(isKeyProblem), ({ path }) => JSON.stringify(path))
  const keys: ShapeFinding[] = []
  for (const group of maps.values()) if (!areTooMany(keys)) keys.push(...tellKeys(group, context))
  // told with the comma behind it
  const toldOf = new Set(
    keys
      .flatMap(({ rule, at, failed }) =>
        rule === 'schema/wrong-type' ? failed : rule.startsWith('secret/') ? [at] : [],
      )
      .map(path => JSON.stringify(path)),
  )
  const values = groupBy(
    open.filter(problem => !isKeyProblem(problem)),
    ({ path, params }) => JSON.stringify([path, params.propertyName]),
  )
  // what cannot stand there has no value that would be right
  const misnamed = open.flatMap(({ path, params: { propertyName } }) =>
    typeof propertyName === 'string' ? [[...path, propertyName]] : [],
  )
  const told: ShapeFinding[] = []
  for (const [problem] of values.values()) {
    if (areTooMany(told)) break
    if (problem && misnamed.length > 0 && isUnder(problem.path, misnamed)) continue
    // `{ foo: X }`: the unknown key says it already
    if (
      problem === undefined ||
      (problem.keyword.endsWith('Properties') && maps.has(JSON.stringify(problem.path)))
    )
      continue
    if (!toldOf.has(JSON.stringify(problem.path))) told.push(...tellValue(problem, context))
  }
  return [...oncePerList(keys), ...told].map(finding => withLeftOpen(finding, context))
}

const isKeyProblem = ({ keyword }: Problem) => keyword === 'required' || keyword === 'additionalProperties'

function tellKeys(group: readonly Problem[], context: Context): ShapeFinding[] {
  const map = group[0]?.path ?? []
  const missing = group.flatMap(({ params }) =>
    typeof params.missingProperty === 'string' ? [params.missingProperty] : [],
  )
  const extra = group.flatMap(({ params }) =>
    typeof params.additionalProperty === 'string' ? [params.additionalProperty] : [],
  )
  const unknown = unknownKeys(map, extra, missing, context)
  // a misspelt key is one mistake, not an unknown key and a missing one
  const renamed = new Set(unknown.flatMap(({ failed }) => failed.map(path => path.at(-1))))
  const absent = missing.filter(key => !renamed.has(key))
  if (absent.length === 0) return oneOf(unknown, () => foreignMap(map, unknown, missing, context))
  // `Id: rd` in an entry that changes one of another file
  const [id] = unknown.filter(({ failed }) => failed.some(path => path.at(-1) === 'id'))
  const unmatched = unmatchedEntry(map, id ? [...absent, 'id'] : absent, context)
  if (id && unmatched?.rule === id.rule)
    return unknown.map(finding =>
      finding === id ? { ...id, failed: [...id.failed, ...unmatched.failed] } : finding,
    )
  const instead = unmatched ? undefined : inItsPlace(map, unknown, absent, context)
  const other = instead ?? (unmatched ? undefined : foreignMap(map, unknown, missing, context))
  return other ? [other] : [...unknown, unmatched ?? missingKeys(map, absent, context)]
}

/** Several that are told as one, where they are. */
function oneOf(findings: ShapeFinding[], whole: () => ShapeFinding | undefined): ShapeFinding[] {
  const one = findings.length > 1 ? whole() : undefined
  return one ? [one] : findings
}

/** One key that nobody knows, where one is missing that takes such a value: they are one mistake. */
function inItsPlace(
  map: Path,
  unknown: readonly ShapeFinding[],
  absent: readonly string[],
  context: Context,
): ShapeFinding | undefined {
  const [[found, another], [key, more]] = [unknown, absent]
  if (found === undefined || another !== undefined || key === undefined || more !== undefined)
    return undefined
  const schema = context.schemaOf([...map, key])
  const value = valueAt(context.data, found.at)
  // whom an entry of `admins` does not name is none
  const isUnclear = found.help.startsWith(nothingLike) || (map[0] === 'admins' && !found.label)
  // of whom a limit keeps out no other limit is known
  const isSole = namesIn(context.schemaOf(map)).length === 1
  if (
    !(isUnclear || isSole) ||
    found.at.length <= map.length ||
    value === null ||
    schema === undefined ||
    !takes(schema, value)
  )
    return undefined
  if (!isUnclear) return { ...found, failed: [...found.failed, [...map, key]] }
  const [, ...lines] = found.help.split('\n')
  const isOwn = mayBeMeant(found.at, schema, context)
  const help = isOwn
    ? `rename it to ${quote(key)}; it is required`
    : `write ${example([...map, key], schema, context)} in its place; it is required`
  return {
    ...found,
    ...(isOwn && { label: `did you mean ${quote(key)}?` }),
    help: [help, ...lines].join('\n'),
    failed: [...found.failed, [...map, key]],
  }
}

/** Where a value has the form that is asked for, it is the reader's own, and no example. Of a secret nobody knows. */
function mayBeMeant(at: Path, schema: Schema, context: Context): boolean {
  const given = toValue({ path: at, keyword: 'type', params: {} }, context)
  const hasForm = schema.pattern !== undefined || schema.format !== undefined || schema.enum !== undefined
  return hasForm && isShown(given) && fits(given.value, schema)
}

function tellValue(problem: Problem, context: Context): ShapeFinding[] {
  const secret = context.schemaOf(problem.path)?.['x-secret'] === true
  if (problem.keyword === 'type' && secret && isLiteral(valueAt(context.data, problem.path))) {
    return context.sandbox ? [] : [inlineSecret(problem.path, context)]
  }
  if (isFurtherPart(context.data, problem.path) || isToldWithFrom(problem.path, context)) return []
  if (problem.keyword === 'type' && isFurtherText(problem.path, context.data)) return []
  const { on, ...told } = { on: undefined, ...wrongValue(problem, context) }
  const finding = { ...told, label: told.label ?? literalLabel(valueAt(context.data, problem.path), told.at) }
  const at = [...finding.at, ...entryToBlame(problem, context)]
  const key =
    problem.keyword === 'propertyNames' ? [...finding.at, String(problem.params.propertyName)] : undefined
  const to = [...problem.path.slice(0, -1), 'to']
  const failed = isToldWithFrom(to, context) ? [...finding.failed, to] : finding.failed
  return [{ ...finding, failed, at: key ?? at, ...(key ? { on: 'key' } : on !== undefined && { on }) }]
}

/** `sources: [github, dingtalk]`: that none of them is a map is told of the first. */
function isFurtherText(path: Path, data: unknown): boolean {
  const [list = '', index, ...deeper] = path
  const entries = typeof index === 'number' && deeper.length === 0 ? valueAt(data, [list]) : undefined
  return Number(index) > 0 && Array.isArray(entries) && entries.every(entry => typeof entry === 'string')
}

/** Why a text with a variable in it has not the form that its value has. Of `env` and of templates other words say it. */
function literalLabel(value: unknown, at: Path): string | undefined {
  const literal = typeof value === 'string' && at.at(-1) !== 'env' ? literalIn(value) : undefined
  return literal && literal.shown !== '{{…}}' ? `nothing is put in for ${literal.shown}` : undefined
}

/** Of a list the entry that is there again, or one too many: perhaps another file has it. */
function entryToBlame({ keyword, params, path }: Problem, { schemaOf, positions }: Context): Path {
  if (keyword === 'uniqueItems') return [Math.max(Number(params.i), Number(params.j))]
  const most = keyword === 'maxItems' ? schemaOf(path)?.maxItems : undefined
  return most !== undefined && positions.has([...path, most]) ? [most] : []
}

const target = ({ path, params }: Problem): Path => {
  const key = params.additionalProperty ?? params.missingProperty
  return typeof key === 'string' ? [...path, key] : path
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}
