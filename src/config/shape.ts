import type { Path } from '../diagnostics/diagnostic.ts'
import { root as validateRoot } from '../generated/validators.js'
import type { Context, Problem, ShapeFinding } from './shape/context.ts'
import { withNobody } from './shape/nobody.ts'
import { problemsOf } from './shape/problems.ts'
import { cutLongLists } from './shape/too-long.ts'
import { isRecord, type TypedList, typedListNames } from './typed-lists.ts'
import type { EntryType } from './types.ts'

export interface Shape {
  readonly findings: readonly ShapeFinding[]
  /** True where the rules have nothing that they could look at. */
  readonly stop: boolean
}

/** The document against the schemas. Fills defaults into the data. */
export async function checkShape(context: Context, failed: readonly Path[]): Promise<Shape> {
  const { data } = context
  // another version is another language, and without one the file may be half of a configuration
  const ofRoot = isRecord(data) && data.version === 1 ? problemsOfRoot(data, context) : undefined
  const isSound = failed.length === 0 && ofRoot?.length === 0 && areSound(context)
  if (isSound) return { findings: [], stop: false }
  // what speaks about the others is loaded for these
  const { tellShape } = await import('./shape/told.ts')
  return tellShape(context, failed, ofRoot)
}

/** Those of the host's keys. */
export const problemsOfRoot = (data: Record<string, unknown>, context: Context): readonly Problem[] => [
  ...cutLongLists(context),
  ...problemsOf(validateRoot, data, []),
]

const areSound = ({ data, types }: Context): boolean =>
  isRecord(data) &&
  entriesOf(data).every(([list, index, entry]) => {
    if (!isRecord(entry) || typeof entry.type !== 'string') return false
    const type = types[list].get(entry.type)
    return type !== undefined && problemsIn(entry, [list, index], type).length === 0
  })

/** The sources and apps, each with its place. */
export function entriesOf(data: Readonly<Record<string, unknown>>): [TypedList, number, unknown][] {
  return typedListNames.flatMap(list => {
    const entries = data[list]
    return Array.isArray(entries)
      ? entries.map((entry, index): [TypedList, number, unknown] => [list, index, entry])
      : []
  })
}

/** Of an entry whose type there is. */
export const problemsIn = (entry: Record<string, unknown>, path: Path, type: EntryType): Problem[] =>
  problemsOf(type.validate, path[0] === 'sources' ? withNobody(entry, type.schema) : entry, path)
