import type { Path } from '../diagnostics/diagnostic.ts'
import { maskSpans } from '../diagnostics/redact.ts'
import type { Levels } from './binding.ts'
import { withoutCiphertext } from './ciphertext.ts'
import type { Config } from './config.ts'
import { renewed } from './deprecated.ts'
import type { Layer, ParsedLayer } from './document.ts'
import { type Draft, draftOf } from './draft.ts'
import type { Finding } from './finding.ts'
import { freeze } from './freeze.ts'
import { hiddenIn } from './hidden.ts'
import { overlay, schemaIn, type Whole } from './overlay.ts'
import { isUnder } from './parts.ts'
import type { PluginReader } from './plugins/reader.ts'
import { runRules } from './rules.ts'
import { hostKeys } from './schema/source.ts'
import { type SchemaOf, schemasOf } from './schemas.ts'
import { secretSpans } from './secret-spans.ts'
import { takesText } from './shape/rewrite.ts'
import { isOfType } from './shape/value.ts'
import { checkShape } from './shape.ts'
import { areTooMany, cutShort } from './too-many.ts'
import { entriesIn, typedListNames } from './typed-lists.ts'
import { addedTypes, loadSummaries, loadTypes, type Types } from './types.ts'
import { isOfNoType, untypedIn } from './untyped.ts'
import { whenWanted } from './when-wanted.ts'
import { misreadIn, type Wanted } from './with-quotes.ts'
import { plainText } from './words.ts'

/** What the schemas and the rules have to say about a configuration whose files could be read. */
export interface Checked {
  /** Makes it, where there is no error. */
  readonly config?: () => Config
  readonly whole: Whole
  readonly findings: readonly Finding[]
  /** Every text without its secrets, when somebody wants to see it. */
  readonly texts: ReadonlyMap<Layer, () => string>
  readonly schemaOf: SchemaOf
  readonly wanted: Wanted
  /** Of how many sources and apps nobody knows the type, and with it most of what they may say. */
  readonly untyped: number
  /** The rules that saw only a part for that. Absent: none. */
  readonly partly?: ReadonlySet<string>
}

/** Schemas, then rules: the part that knows the language. */
export async function check(
  layers: readonly [ParsedLayer, ...ParsedLayer[]],
  reader: PluginReader | undefined,
  environment: (draft: Draft) => readonly Finding[] = () => [],
  levels: Levels = {},
): Promise<Checked> {
  const asWritten = overlay(layers)
  const added = await addedTypes(asWritten.data, { folder: layers[0].folder, reader })
  const types = await loadTypes(asWritten.data, added)
  const summaries = await loadSummaries(asWritten.data, types)
  const schemaOf = schemasOf(asWritten.data, types)
  const hidden = hiddenIn(schemaOf)
  const texts = await maskedTexts(layers, asWritten, schemaOf, types)
  const { whole, findings: outdated } = renewed(layers, asWritten, schemaOf, added)
  const { data, positions, locate } = whole

  const sandbox = layers.every(isSandbox)
  const misread = layers.flatMap(layer => misreadIn(layer).map(path => whole.placeOf(layer, path)))
  const alone = layers.length === 1 ? layers[0].file : undefined
  const context = { data, types, summaries, schemaOf, hidden, positions, locate, alone, misread, sandbox }
  const shape = await checkShape(context, whole.failed)
  const isReal = (finding: Finding) => !isMadeUp(finding, whole)
  const real = shape.findings.filter(isReal)
  // what only some files need is loaded for these
  const found =
    shape.stop || real.length < 2
      ? real
      : await (await import('./other-type.ts')).withOtherTypes(real, context)
  const told =
    layers.length < 2
      ? found
      : (await import('./several-files.ts')).ofSeveral(found, layers, whole, context).filter(isReal)
  const unknown = unknownKeys(found)
  const ofNoType = untypedIn(data, types)
  const untyped = ofNoType.length
  const wanted: Wanted = (layer, path, text) => {
    const at = whole.placeOf(layer, path)
    const schema = schemaOf(at) ?? {}
    if (isUnder(at, unknown) || isOfNoType(at, data, types, schemaOf)) return 'nothing'
    if (hidden(at)) return 'other'
    return takesText(text, schema)
      ? 'text'
      : isOfType(schema, 'integer') || isOfType(schema, 'number')
        ? 'number'
        : 'other'
  }
  const readable = (findings: readonly Finding[]) => withoutCiphertext(findings, layers, whole)
  if (shape.stop) return { whole, findings: readable(told), texts, schemaOf, wanted, untyped }

  const failed: Path[] = [...whole.failed, ...found.flatMap(({ failed }) => failed), ...unknown]
  const draft = draftOf(whole, types, failed, hidden, schemaOf, hostKeys)
  const findings = readable([
    ...outdated,
    ...told,
    ...added.findings,
    ...runRules(draft, levels),
    ...environment(draft),
  ])
  if (areTooMany(findings)) return { whole, findings: cutShort(findings), texts, schemaOf, wanted, untyped }
  const partly = untyped > 0 ? (await import('./partly.ts')).partlyIn(draft, ofNoType) : undefined
  return {
    config: () => freeze(draft),
    whole,
    findings,
    texts,
    schemaOf,
    wanted,
    untyped,
    ...(partly && { partly }),
  }
}

/**
 * Every text without its secrets. What a file says may be in force or not: of several, each is also looked at for
 * itself, as one that is not overridden.
 */
async function maskedTexts(
  layers: readonly ParsedLayer[],
  whole: Whole,
  schemaOf: SchemaOf,
  { added }: Types,
): Promise<Map<Layer, () => string>> {
  const masked = layers.map(async layer => {
    const { data } = layer.parsed
    const views = [schemaIn(layer, whole, schemaOf)]
    if (layers.length > 1 && !isTypedAlike(layer, whole))
      views.push(schemasOf(data, await loadTypes(data, added)))
    const text = whenWanted(() => {
      const spans = views.flatMap(view => secretSpans(layer, hiddenIn(view), view))
      return maskSpans(layer.lines.text, spans)
    })
    return [layer, text] as const
  })
  return new Map(await Promise.all(masked))
}

/** Whether the types that a file says of its sources and apps are those in force: for itself the file is then the same. */
const isTypedAlike = (layer: ParsedLayer, whole: Whole): boolean =>
  typedListNames.every(list => {
    const entries = entriesIn(whole.data, list)
    return entriesIn(layer.parsed.data, list).every(({ type }, index) => {
      if (type === undefined) return true
      const [, at] = whole.placeOf(layer, [list, index])
      return plainText(type) === plainText(entries[Number(at)]?.type)
    })
  })

/** What stands under a key that nobody knows is not looked at. */
const unknownKeys = (findings: readonly Finding[]): Path[] =>
  findings.filter(({ rule }) => rule === 'schema/unknown-key').map(({ at }) => at)

/** Only these may have secrets written out; their name says what they are for. */
export const isSandbox = ({ file }: Layer) => /\.sandbox\.yaml$/.test(file)

/** A secret that such a file writes out, laid over or under another one. */
const isMadeUp = ({ rule, secret, at, layer }: Finding, { locate }: Whole): boolean =>
  (rule === 'secret/inline' || (rule === 'secret/interpolation-in-string' && secret === true)) &&
  isSandbox(layer ?? locate(at).layer)
