import type { Path } from '../../diagnostics/diagnostic.ts'
import { pluginTypes } from '../../plugins.ts'
import type { Reference } from '../config.ts'
import type { Draft, DraftApp } from '../draft.ts'
import { child, type Schema } from '../schema/schema.ts'
import { asReference } from '../secrets.ts'
import { isRecord } from '../typed-lists.ts'

export interface Place {
  readonly at: Path
  readonly reference: Reference
  /** As it is in the file, where that is another path. */
  readonly written?: Reference
  readonly schema: Schema
  /** In a source whose type a plugin of the file adds: a stranger may have written what its schema says. */
  readonly isForeign?: true
}

/** Every reference of the file in a key that may have one. */
export function referencesOf(draft: Draft): readonly Place[] {
  const known = referencesIn.get(draft)
  if (known) return known
  const found = find(draft)
  referencesIn.set(draft, found)
  return found
}

// several rules ask
const referencesIn = new WeakMap<Draft, readonly Place[]>()

function find({ root, sources, apps, schemaOf }: Draft): Place[] {
  const enter = (value: unknown, at: Path, schema: Schema | undefined): Place[] => {
    if (schema === undefined) return []
    if (schema['x-secret'] === true || schema['x-ref'] === true || schema.properties?.credential) {
      const reference = asReference(value)
      if (reference) return [{ at, reference, schema }]
      if (schema['x-free'] !== true) return []
    }
    if (Array.isArray(value))
      return value.flatMap((below, index) => enter(below, [...at, index], child(schema, index)))
    return isRecord(value) ? enterMap(value, at, schema) : []
  }
  const enterMap = (map: object, at: Path, schema: Schema): Place[] =>
    Object.entries(map).flatMap(([key, below]) => enter(below, [...at, key], child(schema, key)))
  const inEntry = ({ host, options, path, schema }: Omit<DraftApp, 'type'>): Place[] => [
    ...enterMap(host, path, schema),
    ...enterMap(options, path, schema),
  ]
  const { sources: _, apps: __, ...host } = root
  return [
    ...enterMap(host, [], schemaOf([]) ?? {}),
    ...sources.flatMap(({ type, ...entry }) =>
      pluginTypes.includes(type) ? inEntry(entry) : inEntry(entry).map(foreign),
    ),
    ...apps.flatMap(inEntry),
  ]
}

const foreign = (place: Place): Place => ({ ...place, isForeign: true })
