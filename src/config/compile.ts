import type { Diagnostic, Path } from '../diagnostics/diagnostic.ts'
import { maskSpans } from '../diagnostics/redact.ts'
import { withoutAccess } from './access.ts'
import { withoutRests } from './behind-secret.ts'
import { isBinding, type Levels } from './binding.ts'
import { check } from './checked.ts'
import { commentsOf } from './comments.ts'
import type { Config } from './config.ts'
import { isParsed, type Layer, type ParsedLayer, readLayers, type Source } from './document.ts'
import type { Draft } from './draft.ts'
import { type Finding, type Locate, place } from './finding.ts'
import { withSecretsInComments } from './in-comments.ts'
import { markedStrangers } from './marked-strangers.ts'
import { isError, ordered } from './ordered.ts'
import { schemaIn } from './overlay.ts'
import type { PluginReader } from './plugins/reader.ts'
import type { SchemaOf } from './schemas.ts'
import { settle } from './settle.ts'
import { isRecord } from './types.ts'
import { whenWanted } from './when-wanted.ts'
import { withQuotes } from './with-quotes.ts'

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
  /** How many sources and apps are of no type that there is: of them only what every entry has was checked. */
  readonly untyped: number
  /** The rules that saw only a part for that. Absent: none. */
  readonly partly?: ReadonlySet<string>
  /** Where what it says comes from. Absent where a file could not be read. */
  readonly origin?: Origin
  /** Places whose values may be secrets by a finding that says so. Absent where a file could not be read. */
  readonly covered?: readonly Path[]
}

/** For those who ask about a place of a compiled file, by the path that it has in all files together. */
export interface Origin {
  readonly schemaOf: SchemaOf
  readonly locate: Locate
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
  /** Rules that weigh more or less than by themselves; one that is off by itself runs where it has a weight here. */
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
  const layers = readLayers(sources)
  const [first, ...others] = layers.flatMap(layer => (isParsed(layer) ? [layer] : []))
  if (first === undefined || others.length < layers.length - 1) {
    const { maskedByKeys } = await import('./unparsed.ts')
    const files = filesOf(layers, layer => whenWanted(() => maskedByKeys(layer.lines.text)))
    const found = layers.flatMap(layer => ownOf(layer))
    const diagnostics = await discreetly(ordered(found, files), layers, files)
    return { config: undefined, diagnostics, suppressed: [], files, complete: false, untyped: 0 }
  }

  const parsed = [first, ...others] as const
  const { checked, ofWhole, found } = await look(parsed, { levels, environment, reader })
  const { config, whole, texts, schemaOf, untyped, partly } = checked
  const covering = ofWhole.filter(({ covers }) => covers).map(finding => place(finding, whole.locate))
  const textOf = (layer: ParsedLayer) =>
    whenWanted(() => {
      const strangers = markedStrangers(ofWhole, layer, whole, schemaOf)
      return maskSpans(withoutMarked(texts.get(layer)?.() ?? '', layer, covering), strangers)
    })
  const files = filesOf(parsed, textOf)
  const comments = parsed.flatMap(layer => commentsOf(layer, textOf(layer)))
  const brought =
    others.length === 0 || comments.length === 0 || found.length === 0
      ? undefined
      : await (await import('./brought-here.ts')).broughtHere(found, comments, {
          sources,
          layers: parsed,
          foundIn: changed => foundAnew(changed, { levels, environment, reader }),
        })
  const { open, suppressed } = settle(found, comments, {
    brought,
    last: (others.at(-1) ?? first).file,
    now,
    levels,
    complete: config !== undefined,
    environment: environment !== undefined,
  })
  const told =
    others.length === 0 || open.length === 0
      ? ordered(open, files)
      : await (await import('./brought-about.ts')).withCauses(ordered(open, files), {
          files: sources.map(({ file }) => file),
          length: layers.reduce((sum, { lines }) => sum + lines.text.length, 0),
          compiled: number => compileAll(firstOf(sources, number), { now, levels, environment, reader }),
        })
  return {
    config: found.some(isBinding) || open.some(isError) ? undefined : config?.(),
    diagnostics: await discreetly(told, parsed, files),
    suppressed: await discreetly(ordered(suppressed, files), parsed, files),
    files,
    complete: config !== undefined,
    untyped,
    ...(partly && { partly }),
    origin: { schemaOf, locate: whole.locate },
    covered: covering.map(({ path }) => path),
  }
}

const ownOf = (layer: Layer, findings = layer.findings) =>
  findings.map(finding => place(finding, at => ({ layer, at })))

/** Everything that is found, before the comments of the files excuse any of it. */
async function look(
  parsed: readonly [ParsedLayer, ...ParsedLayer[]],
  { levels, environment, reader }: Omit<CompileOptions, 'now'>,
) {
  const checked = await check(parsed, reader, environment, levels)
  const { whole, findings, schemaOf, wanted } = checked
  const own = await Promise.all(
    parsed.map(async layer => {
      const placeOf = (path: Path) => whole.placeOf(layer, path)
      const fixes = withQuotes(layer, wanted).map(finding => withoutAccess(finding, schemaOf, placeOf))
      const findings = withoutRests(fixes, layer, schemaIn(layer, whole, schemaOf))
      return ownOf(layer, await withSecretsInComments(findings, layer))
    }),
  )
  const ofWhole = [...whole.findings, ...findings].map(finding => withoutAccess(finding, schemaOf))
  return { checked, ofWhole, found: [...own.flat(), ...ofWhole.map(finding => place(finding, whole.locate))] }
}

/** The same of files as they are nowhere; undefined where not every rule has looked at them. */
async function foundAnew(sources: readonly Source[], options: Omit<CompileOptions, 'now'>) {
  const layers = readLayers(sources)
  const [first, ...others] = layers.filter(isParsed)
  if (first === undefined || others.length < layers.length - 1) return undefined
  const { checked, found } = await look([first, ...others], options)
  return checked.config && found
}

const firstOf = ([first, ...others]: readonly [Source, ...Source[]], number: number) =>
  [first, ...others.slice(0, number - 1)] as const

const withoutMarked = (text: string, { file }: Layer, found: readonly Diagnostic[]): string =>
  maskSpans(
    text,
    found
      .filter(one => one.file === file)
      .map(({ range: { start, end } }) => [start.offset, end.offset] as const),
  )

/** Of a file without a problem nothing is said. */
async function discreetly(
  diagnostics: Diagnostic[],
  layers: readonly Layer[],
  files: Compiled['files'],
): Promise<Diagnostic[]> {
  if (diagnostics.length === 0) return diagnostics
  const { unsaid } = await import('./unsaid.ts')
  const texts = layers.map(({ file, lines }) => ({ text: lines.text, masked: files.get(file)?.text ?? '' }))
  return unsaid(diagnostics, texts)
}

function filesOf<L extends Layer>(
  layers: readonly L[],
  textOf: (layer: L) => () => string,
): Compiled['files'] {
  return new Map(
    layers.map(layer => {
      const version = isRecord(layer.parsed?.data) ? layer.parsed.data.version : undefined
      const text = textOf(layer)
      const file = {
        get text() {
          return text()
        },
        ...(typeof version === 'number' && { version }),
      }
      return [layer.file, file]
    }),
  )
}
