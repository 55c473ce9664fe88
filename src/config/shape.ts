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
  const ofRoot = [...cutLongLists(context), ...(isRecord(data) ? problemsOf(validateRoot, data, []) : [])]
  const isSound = failed.length === 0 && ofRoot.length === 0 && isRecord(data) && areSound(data, context)
  if (isSound) return { findings: [], stop: false }
  // what speaks about the others is loaded for these
  const { tellShape } = await import('./shape/told.ts')
  return tellShape(ofRoot, context, failed)
}

const areSound = (data: Readonly<Record<string, unknown>>, { types }: Context): boolean =>
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
