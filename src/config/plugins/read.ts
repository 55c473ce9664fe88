import { pluginTypes } from '../../plugins.ts'
import type { Finding } from '../finding.ts'
import { root } from '../schema/schema.ts'
import { sourceSchema } from '../schema/source.ts'
import type { SourceType } from '../types.ts'
import { quote } from '../words.ts'
import { declared } from './declared.ts'
import type { Fault } from './fault.ts'
import { findManifest, type Surroundings } from './find.ts'
import type { Manifest } from './manifest.ts'
import { parseManifest } from './parse.ts'

/** A source type that an entry of `plugins` adds. */
export interface AddedType extends SourceType {
  /** As the file has it. */
  readonly entry: string
  /** Absolute. */
  readonly folder: string
  readonly manifest: Manifest
}

/** What the plugins of one file add to it, and what is wrong with them. */
export interface Added {
  readonly types: ReadonlyMap<string, AddedType>
  readonly findings: readonly Finding[]
  /** False where a plugin cannot be read: a type that nobody knows may be its. */
  readonly complete: boolean
}

/** The manifests of all entries. Runs no code of theirs. */
export async function readPlugins(entries: readonly unknown[], surroundings: Surroundings): Promise<Added> {
  // what has not the form of an entry, is there twice, or is one too many has its finding from the schema
  const known = entries
    .slice(0, most)
    .map(entry => (typeof entry === 'string' && form.test(entry) ? entry : undefined))
  const read = await Promise.all(
    known.map((entry, index) =>
      entry === undefined || known.indexOf(entry) < index ? undefined : readOne(entry, surroundings),
    ),
  )
  const types = new Map<string, AddedType>()
  const findings = read.flatMap((one, index): Finding[] => {
    if (one === undefined) return []
    const fault = 'fault' in one ? one.fault : taken(one, types)
    if (fault === undefined && 'manifest' in one) types.set(one.type, one)
    return fault ? [{ ...fault, severity: 'error', at: ['plugins', index] }] : []
  })
  return {
    types,
    findings,
    complete: findings.length === 0 && known.length === entries.length && !known.includes(undefined),
  }
}

const { plugins: { maxItems: most } = {} } = root.properties ?? {}

const form = new RegExp(root.properties?.plugins?.items?.pattern ?? '', 'u')

async function readOne(entry: string, surroundings: Surroundings): Promise<AddedType | { fault: Fault }> {
  const found = await findManifest(entry, surroundings)
  if ('fault' in found) return found
  const parsed = await parseManifest(found.manifest, entry)
  if ('fault' in parsed) return parsed
  const { manifest } = parsed
  const { type } = manifest
  const schema = sourceSchema(type, manifest)
  const { validatorOf } = await import('./validator.ts')
  const validate = validatorOf(schema)
  return { type, schema, validate, plugin: declared(manifest), entry, folder: found.folder, manifest }
}

function taken({ type, entry }: AddedType, before: ReadonlyMap<string, AddedType>): Fault | undefined {
  const other = before.get(type)
  if (other === undefined && !pluginTypes.includes(type)) return undefined
  return {
    rule: 'plugin/type-taken',
    message: `plugin ${quote(entry)} adds the type ${quote(type)}, which ${other ? `${quote(other.entry)} adds already` : 'is built in'}`,
    help: 'leave one of the two out: nothing could tell which of them a source means',
  }
}
