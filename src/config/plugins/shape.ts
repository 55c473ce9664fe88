import type { SchemaError, Validate } from '../schema/validate.ts'
import { quote } from '../words.ts'
import type { Fault } from './fault.ts'

/** The first thing in a manifest that its schema does not take. */
export function whyMisshapen(check: Validate, data: unknown): Fault | undefined {
  // so deep that the check itself gives up
  if (depthOf(data) > mostDeep)
    return { rule: 'plugin/invalid', message: `something is nested more than ${mostDeep} deep`, help }
  if (check(data)) return undefined
  const errors = (check.errors ?? []).filter(({ keyword }) => keyword !== 'if')
  // what is wrong with the name of a key is told by two errors, and only the second has the name
  const error = errors.find(({ keyword }) => keyword === 'propertyNames') ?? errors[0]
  return { rule: 'plugin/invalid', message: error ? inWords(error) : 'something is wrong', help }
}

const mostDeep = 24
const help = 'its author writes it anew with sso-kit plugin manifest, which says more'

function inWords({ instancePath, keyword, params }: SchemaError): string {
  const place = instancePath === '' ? 'the top level' : quote(instancePath.slice(1).replaceAll('/', '.'))
  if (keyword === 'required') return `${place} lacks ${quote(String(params.missingProperty))}`
  if (keyword === 'additionalProperties')
    return `${place} has a key ${quote(String(params.additionalProperty))} that cannot be there`
  if (keyword === 'propertyNames')
    return `${place} has a key ${quote(String(params.propertyName))} that cannot be called so`
  if (keyword === 'type') return `${place} is not of type ${String(params.type)}`
  if (keyword === 'const') return `${place} can only be ${JSON.stringify(params.allowedValue)}`
  if (keyword === 'enum')
    return `${place} can only be one of ${(params.allowedValues as unknown[]).join(', ')}`
  if ('limit' in params) return `${place} is too long or too short (${keyword} ${String(params.limit)})`
  return `${place} does not have the form that it has to have`
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > mostDeep) return depth
  return Math.max(depth, ...Object.values(value).map(below => depthOf(below, depth + 1)))
}
