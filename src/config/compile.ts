import type { Diagnostic, Path } from '../diagnostics/diagnostic.ts'
import { maskSecretLines, maskSpans } from '../diagnostics/redact.ts'
import { withoutAccess } from './access.ts'
import { isBinding, type Levels } from './binding.ts'
import { commentsOf } from './comments.ts'
import type { Config } from './config.ts'
import { renewed } from './deprecated.ts'
import { type Layer, type ParsedLayer, readLayer, type Source } from './document.ts'
import { type Draft, draftOf } from './draft.ts'
import { type Finding, place } from './finding.ts'
import { freeze } from './freeze.ts'
import { hiddenIn, secretSpans } from './hidden.ts'
import { overlay, type Whole } from './overlay.ts'
import type { PluginReader } from './plugins/reader.ts'
import { runRules } from './rules.ts'
import { hostKeys } from './schema/source.ts'
import { type SchemaOf, schemasOf } from './schemas.ts'
import { settle } from './settle.ts'
import { takesText } from './shape/rewrite.ts'
import { checkShape, isUnder } from './shape.ts'
import { addedTypes, isRecord, loadSummaries, loadTypes, type Types } from './types.ts'
import { misreadIn, type Wanted, withQuotes } from './with-quotes.ts'

export interface Compiled {
  /** Undefined if and only if there is an error. */
  readonly config: Config | undefined
  /** In the order of the files. */
  readonly diagnostics: Diagnostic[]
  /** What comments of the files excuse, in the same order. */
  readonly suppressed: Diagnostic[]
  /** Every file by its name, in their order. */
  readonly files: ReadonlyMap<string, CompiledFile>
  /** False where a problem kept later checks from running. */
  readonly complete: boolean
}

export interface CompiledFile {
  /** Its text with the secrets covered, for frames: the only text that renderers get. */
  readonly text: string
  /** What it says in `version`, where that is a number. */
  readonly version?: number
}

export interface CompileOptions {
  /** Milliseconds since 1970, for exceptions with a last day. Absent: none has ended. */
  readonly now?: number | undefined
  /** Rules that weigh more or less than by themselves. */
  readonly levels?: Levels
  /** The rules of the environment, on a file whose shape is right. Absent: the file is looked at alone. */
  readonly environment?: ((draft: Draft) => readonly Finding[]) | undefined
  /** Reads the manifests of the plugins that the file names. Absent: none is found. */
  readonly reader?: PluginReader | undefined
}

/**
 * Text → document → schema → rules → frozen configuration, or every problem at once. Never throws for a bad file,
 * opens no connection and resolves no reference.
 */
export function compile(
  input: Source['input'],
  { file, folder, ...options }: CompileOptions & Omit<Source, 'input'>,
): Promise<Compiled> {
  return compileAll([{ file, input, ...(folder !== undefined && { folder }) }], options)
}

/** The same for several files, each laid over those before it. Only the whole has to be complete. */
export async function compileAll(
  sources: readonly [Source, ...Source[]],
  { now, levels, environment, reader }: CompileOptions = {},
): Promise<Compiled> {
  const layers = sources.map(readLayer)
  const ownOf = (layer: Layer, findings = layer.findings) =>
    findings.map(finding => place(finding, at => ({ layer, at })))
  const [first, ...others] = layers.flatMap(layer => (isParsed(layer) ? [layer] : []))
  if (first === undefined || others.length < layers.length - 1) {
    const files = filesOf(layers, layer => maskSecretLines(layer.lines.text))
    const diagnostics = ordered(
      layers.flatMap(layer => ownOf(layer)),
      files,
    )
    return { config: undefined, diagnostics, suppressed: [], files, complete: false }
  }

  const parsed = [first, ...others] as const
  const { config, whole, findings, texts, schemaOf, wanted } = await check(parsed, reader, environment)
  const own = parsed.flatMap(layer => {
    const placeOf = (path: Path) => whole.placeOf(layer, path)
    const fixes = withQuotes(layer, wanted).map(finding => withoutAccess(finding, schemaOf, placeOf))
    return ownOf(layer, fixes)
  })
  const ofWhole = [...whole.findings, ...findings].map(finding => withoutAccess(finding, schemaOf))
  const found = [...own, ...ofWhole.map(finding => place(finding, whole.locate))]
  const files = filesOf(parsed, layer => texts.get(layer) ?? '')
  const comments = parsed.flatMap(layer => commentsOf(layer, texts.get(layer) ?? ''))
  const { open, suppressed } = settle(found, comments, {
    last: (others.at(-1) ?? first).file,
    now,
    levels,
    complete: config !== undefined,
    environment: environment !== undefined,
  })
  return {
    config: found.some(isBinding) || open.some(isError) ? undefined : config?.(),
    diagnostics: ordered(open, files),
    suppressed: ordered(suppressed, files),
    files,
    complete: config !== undefined,
  }
}

interface Checked {
  /** Makes it, where there is no error. */
  readonly config?: () => Config
  readonly whole: Whole
  readonly findings: readonly Finding[]
  readonly texts: ReadonlyMap<Layer, string>
  readonly schemaOf: SchemaOf
  readonly wanted: Wanted
}

/** The part that knows the schemas. */
async function check(
  layers: readonly [ParsedLayer, ...ParsedLayer[]],
  reader: PluginReader | undefined,
  environment: CompileOptions['environment'] = () => [],
): Promise<Checked> {
  const asWritten = overlay(layers)
  const added = await addedTypes(asWritten.data, { folder: layers[0].folder, reader })
  const types = await loadTypes(asWritten.data, added)
  const summaries = await loadSummaries(asWritten.data, types)
  const schemaOf = schemasOf(asWritten.data, types)
  const hidden = hiddenIn(schemaOf)
  const texts = await maskedTexts(layers, asWritten, schemaOf, types)
  const { whole, findings: outdated } = renewed(layers, asWritten, schemaOf)
  const { data, positions, locate } = whole

  const sandbox = layers.every(isSandbox)
  const misread = layers.flatMap(layer => misreadIn(layer).map(path => whole.placeOf(layer, path)))
  const alone = layers.length === 1 ? layers[0].file : undefined
  const context = { data, types, summaries, schemaOf, hidden, positions, locate, alone, misread, sandbox }
  const shape = checkShape(context, whole.failed)
  const found = shape.findings.filter(finding => !isMadeUp(finding, whole))
  const unknown = unknownKeys(found)
  const wanted: Wanted = (layer, path, text) => {
    const at = whole.placeOf(layer, path)
    const schema = schemaOf(at) ?? {}
    if (isUnder(at, unknown)) return 'nothing'
    if (hidden(at)) return 'other'
    return takesText(text, schema)
      ? 'text'
      : /^(?:integer|number)$/.test(String(schema.type))
        ? 'number'
        : 'other'
  }
  if (shape.stop) return { whole, findings: found, texts, schemaOf, wanted }

  const failed: Path[] = [...whole.failed, ...found.flatMap(({ failed }) => failed), ...unknown]
  const draft = draftOf(whole, types, failed, hidden, schemaOf, hostKeys)
  const findings = [...outdated, ...found, ...added.findings, ...runRules(draft), ...environment(draft)]
  return { config: () => freeze(draft), whole, findings, texts, schemaOf, wanted }
}

/**
 * Every text without its secrets. What a file says may be in force or not: of several, each is also looked at for
 * itself, as one that is not overridden.
 */
async function maskedTexts(
  layers: readonly ParsedLayer[],
  { placeOf }: Whole,
  schemaOf: SchemaOf,
  { added }: Types,
): Promise<Map<Layer, string>> {
  const masked = layers.map(async layer => {
    const { data } = layer.parsed
    const views = [(path: Path) => schemaOf(placeOf(layer, path))]
    if (layers.length > 1) views.push(schemasOf(data, await loadTypes(data, added)))
    const spans = views.flatMap(view => secretSpans(layer, hiddenIn(view), view))
    return [layer, maskSpans(layer.lines.text, spans)] as const
  })
  return new Map(await Promise.all(masked))
}

/** What stands under a key that nobody knows is not looked at. */
const unknownKeys = (findings: readonly Finding[]): Path[] =>
  findings.filter(({ rule }) => rule === 'schema/unknown-key').map(({ at }) => at)

/** Only these may have secrets written out; their name says what they are for. */
const isSandbox = ({ file }: Layer) => /\.sandbox\.ya?ml$/.test(file)

/** A secret that such a file writes out, laid over or under another one. */
const isMadeUp = ({ rule, secret, at }: Finding, { locate }: Whole): boolean =>
  (rule === 'secret/inline' || (rule === 'secret/interpolation-in-string' && secret === true)) &&
  isSandbox(locate(at).layer)

const isParsed = (layer: Layer): layer is ParsedLayer => layer.parsed !== undefined

function filesOf<L extends Layer>(layers: readonly L[], textOf: (layer: L) => string): Compiled['files'] {
  return new Map(
    layers.map(layer => {
      const version = isRecord(layer.parsed?.data) ? layer.parsed.data.version : undefined
      return [layer.file, { text: textOf(layer), ...(typeof version === 'number' && { version }) }]
    }),
  )
}

const isError = ({ severity }: Diagnostic) => severity === 'error'

/** The name of a key is another matter than its value. */
const isOfItsOwn = ({ rule }: Diagnostic) => rule === 'schema/deprecated-key'

/** Sorted by place; a warning that says less about the very place of an error is left out, and nothing is said twice. */
function ordered(diagnostics: readonly Diagnostic[], files: Compiled['files']): Diagnostic[] {
  const rank = new Map([...files.keys()].map((file, index) => [file, index]))
  const rankOf = ({ file }: Diagnostic) => rank.get(file) ?? 0
  const start = ({ range }: Diagnostic) => range.start.offset
  const errors = new Map<string, Path[]>([...files.keys()].map(file => [file, []]))
  for (const one of diagnostics)
    if (isError(one) && one.path.length > 0 && one.rule !== 'schema/missing-key')
      errors.get(one.file)?.push(one.path)
  const seen = new Set<string>()
  return diagnostics
    .filter(one => isError(one) || isOfItsOwn(one) || !isUnder(one.path, errors.get(one.file) ?? []))
    .filter(({ rule, file, range, message }) => {
      const key = `${rule} ${file} ${range.start.offset} ${message}`
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || start(a) - start(b))
}
