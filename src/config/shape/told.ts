import type { Path } from '../../diagnostics/diagnostic.ts'
import { discreet } from '../discreet.ts'
import { isUnder } from '../parts.ts'
import { entriesOf, problemsIn, problemsOfRoot, type Shape } from '../shape.ts'
import { otherName, suggest } from '../suggest.ts'
import { areTooMany, cutShort } from '../too-many.ts'
import { entryWord, isRecord, type TypedList } from '../typed-lists.ts'
import { namesOf } from '../types.ts'
import { plainText } from '../words.ts'
import { withoutHeadless } from './commented-key.ts'
import type { Context, Problem, ShapeFinding } from './context.ts'
import { withoutDisplaced } from './displaced.ts'
import { withoutListsLeft } from './list-left.ts'
import { withoutLostKeys } from './lost-key.ts'
import { missingType, misspeltType } from './missing-key.ts'
import { withoutOtherKeys } from './other-key.ts'
import { withoutOtherLists } from './other-list.ts'
import { overlayAlone } from './overlay-alone.ts'
import { problemsOf } from './problems.ts'
import { withoutSlippedLines } from './slipped-lines.ts'
import { withoutSwapped } from './swapped.ts'
import { tell } from './tell.ts'
import { withoutTornEntries } from './torn-entry.ts'
import { unknownType } from './unknown-type.ts'
import { isLaidOver, unmatchedEntry } from './unmatched-entry.ts'
import { checkVersion } from './version.ts'
import { knowing, withoutType } from './without-type.ts'
import { withoutUnmatched } from './without-unmatched.ts'

/** What the schemas have to say of a file that is not sound: of the host's keys first, then of every source and app by its type. */
export function tellShape(context: Context, failed: readonly Path[], ofRoot?: readonly Problem[]): Shape {
  const { data } = context
  if (!isRecord(data)) return { findings: [notAMap(data)], stop: true }
  const version = checkVersion(data)
  const partial = context.alone === undefined ? undefined : overlayAlone(data, context.alone)
  if (partial) return { findings: [partial], stop: true }
  const known = context.schemaOf([])?.properties ?? {}
  const isMissing = !Object.hasOwn(data, 'version')
  const misspelt =
    isMissing && Object.keys(data).some(key => !Object.hasOwn(known, key) && suggest(key, ['version']))
  const said = misspelt || isUnder(['version'], failed)
  const first = version.finding && !said ? [version.finding] : []
  if (version.stop) return { findings: first, stop: true }

  const problems = (ofRoot ?? problemsOfRoot(data, context)).filter(
    ({ path, params }) => path[0] !== 'version' && params.missingProperty !== 'version',
  )
  const found: ShapeFinding[] = [...first]
  const ofHost = problems.filter(({ path, keyword }) => !(entryWord(path) && keyword === 'required'))
  found.push(...tell(ofHost, context, failed))
  for (const [list, index, entry] of entriesOf(data)) {
    if (areTooMany(found)) break
    found.push(...checkEntry(entry, list, index, context, failed))
  }
  const told = discreet(mends.reduce<readonly ShapeFinding[]>((left, mend) => mend(left, context), found))
  return areTooMany(found) ? { findings: cutShort(told), stop: true } : { findings: told, stop: false }
}

/** What one slip brings about in several places is told as that slip; each of these knows a kind of them. */
const mends: readonly ((found: readonly ShapeFinding[], context: Context) => readonly ShapeFinding[])[] = [
  withoutSwapped,
  withoutSlippedLines,
  withoutOtherLists,
  withoutListsLeft,
  withoutTornEntries,
  withoutOtherKeys,
  withoutLostKeys,
  withoutHeadless,
  withoutDisplaced,
  withoutUnmatched,
]

function checkEntry(
  entry: unknown,
  list: TypedList,
  index: number,
  context: Context,
  failed: readonly Path[],
): ShapeFinding[] {
  const path = [list, index]
  // an entry that is no map, or whose type is no text, has its finding from the root
  if (!isRecord(entry) || isUnder([...path, 'type'], failed)) return []
  if (!Object.hasOwn(entry, 'type')) {
    const types = namesOf(list, context.types)
    const key = Object.keys(entry).find(key => isType(key, entry[key], types))
    if (key !== undefined)
      return [misspeltType(path, key, entry[key], types), ...others(entry, list, path, context, failed)]
    const unmatched = unmatchedEntry(path, ['type'], context)
    // an id that is there twice is nobody's
    if (unmatched) {
      const secrets = others(entry, list, path, context, failed).filter(({ secret }) => secret)
      return isUnder([...path, 'id'], failed) ? secrets : [unmatched, ...secrets]
    }
    // an entry that is laid over another one, whose id is told to be none
    const isNameless = Object.hasOwn(entry, 'id') && typeof entry.id !== 'string'
    const untyped = isNameless && isLaidOver(path, context) ? [] : [missingType(path, entry, types, context)]
    return [...untyped, ...others(entry, list, path, context, failed)]
  }
  if (typeof entry.type !== 'string') return []
  const type = context.types[list].get(entry.type)
  if (type === undefined) {
    // it may be the type of a plugin that has its own finding
    const unread = list === 'sources' && !context.types.added.complete
    if (unread) return []
    const unknown = unknownType(path, list, entry.type, context)
    // `plugin: [./acme]`, which may add it, has its own, too
    const meant = list === 'sources' && unknown.label === undefined && arePluginsMisspelt(context)
    return [...(meant ? [] : [unknown]), ...others(entry, list, path, context, failed)]
  }
  return tell(problemsIn(entry, path, type), context, failed)
}

/** Whether a key of the file is nearly `plugins`. */
function arePluginsMisspelt({ data, positions }: Context): boolean {
  // the data has the defaults, too
  if (!isRecord(data) || positions.has(['plugins'])) return false
  const known = misspelt.get(data)
  if (known !== undefined) return known
  const found = Object.keys(data).some(key => key !== 'plugins' && suggest(key, ['plugins']) !== undefined)
  misspelt.set(data, found)
  return found
}

// every entry of an unknown type asks
const misspelt = new WeakMap<object, boolean>()

/** What else is wrong in an entry without a type that there is. */
function others(
  entry: Readonly<Record<string, unknown>>,
  list: TypedList,
  path: Path,
  context: Context,
  failed: readonly Path[],
): ShapeFinding[] {
  const { findings, common } = withoutType(entry, path, list, context)
  // a type that is given fills in defaults
  const problems = common.validate ? problemsOf(common.validate, structuredClone(entry), path) : []
  const isCommon = ({ path: at, keyword }: Problem) =>
    typeof at[2] === 'string' &&
    at[2] !== 'type' &&
    keyword !== 'required' &&
    Object.hasOwn(common.schema.properties ?? {}, at[2])
  return [...findings, ...tell(problems.filter(isCommon), knowing(context, path, common.schema), failed)]
}

/** `typ: …`; of what other products call it (`provider`) only what names a type, here or elsewhere, since it may be a key of its own. */
const isType = (key: string, value: unknown, types: readonly string[]): boolean =>
  suggest(key, ['type']) !== undefined &&
  (otherName(key, ['type']) === undefined || suggest(plainText(value), types) !== undefined)

function notAMap(data: unknown): ShapeFinding {
  const empty = data === null || data === undefined
  return {
    rule: empty ? 'schema/missing-key' : 'schema/wrong-type',
    severity: 'error',
    at: [],
    ...(empty && { on: [0, 0] as const }),
    message: empty ? 'the file is empty' : 'the file must be a map of keys',
    help: empty
      ? 'begin it with version: 1, publicUrl and sources'
      : 'write one "key: value" a line, beginning with version: 1',
    failed: [],
  }
}
