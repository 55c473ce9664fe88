import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { DraftApp, DraftSource } from '../../draft.ts'
import type { Schema } from '../../schema/schema.ts'
import { isRecord } from '../../types.ts'

/** The addresses that the server calls for these sources and apps: `x-endpoint` in their schemas. */
export const endpointsOf = (entries: readonly (DraftSource | DraftApp)[]): { at: Path; url: URL }[] =>
  entries.flatMap(({ options, schema, path }) => endpointsIn(options, schema, path))

function endpointsIn(value: unknown, schema: Schema, at: Path): { at: Path; url: URL }[] {
  if (schema['x-endpoint'] === true)
    return typeof value === 'string' && URL.canParse(value) ? [{ at, url: new URL(value) }] : []
  if (!isRecord(value)) return []
  return Object.entries(schema.properties ?? {}).flatMap(([key, below]) =>
    endpointsIn(value[key], below, [...at, key]),
  )
}
