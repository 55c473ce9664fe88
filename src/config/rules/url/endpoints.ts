import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { DraftApp, DraftSource } from '../../draft.ts'
import type { Schema } from '../../schema/schema.ts'
import { isRecord } from '../../types.ts'

interface Endpoint {
  readonly at: Path
  readonly url: URL
}
type Entries = readonly (DraftSource | DraftApp)[]

/** The addresses that the server calls for these sources and apps: `x-endpoint` in their schemas. */
export const endpointsOf = (entries: Entries): Endpoint[] =>
  entries.flatMap(({ options, schema, path }) =>
    endpointsIn(options, schema, path, below => below['x-endpoint'] === true),
  )

/** Addresses for browsers that the server calls as well, since a key beside them says so: `x-endpoint-with`. */
export const alsoCalled = (entries: Entries): Endpoint[] =>
  entries.flatMap(({ options, schema, path }) =>
    endpointsIn(
      options,
      schema,
      path,
      ({ 'x-endpoint-with': key }) => key !== undefined && options[key] !== undefined,
    ),
  )

function endpointsIn(
  value: unknown,
  schema: Schema,
  at: Path,
  isCalled: (schema: Schema) => boolean,
): Endpoint[] {
  if (isCalled(schema))
    return typeof value === 'string' && URL.canParse(value) ? [{ at, url: new URL(value) }] : []
  const { properties } = schema
  if (!isRecord(value) || properties === undefined) return []
  return Object.entries(value).flatMap(([key, below]) => {
    const inside = Object.hasOwn(properties, key) ? properties[key] : undefined
    return inside ? endpointsIn(below, inside, [...at, key], isCalled) : []
  })
}
