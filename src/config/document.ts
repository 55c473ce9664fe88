import { dirname } from 'node:path'
import { Composer, type CST, type Document, type Node, Parser, YAMLParseError } from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import { type Lines, linesOf } from '../diagnostics/lines.ts'
import type { Finding } from './finding.ts'
import { type Positions, positionsOf } from './positions.ts'
import { lexed } from './yaml/bounds.ts'
import { invisibleCharacter } from './yaml/characters.ts'
import { decode } from './yaml/decode.ts'
import { directive } from './yaml/directive.ts'
import { mergeConflict } from './yaml/merge-conflict.ts'
import { withoutMerges } from './yaml/merge-key.ts'
import { syntaxErrors } from './yaml/syntax.ts'
import { walk } from './yaml/walk.ts'

/** A file before it is read. */
export interface Source {
  /** As people are told of it. */
  readonly file: string
  readonly input: string | Uint8Array
  /** Where its relative paths begin. Absent: the folder of `file`. */
  readonly folder?: string
}

/** A tree of values that could be parsed: a file, or what several files say together. */
export interface Parsed {
  readonly document: { readonly contents: Node | null }
  readonly positions: Positions
  readonly data: unknown
  /** Parts with an error of their own: later checks leave them alone. */
  readonly failed: readonly Path[]
}

/** A file that was read. */
export interface Layer {
  readonly file: string
  readonly folder: string
  readonly lines: Lines
  /** The problems of the text itself. */
  readonly findings: readonly Finding[]
  /** Absent where the text is no document. */
  readonly positions?: Positions
  /** Absent where nothing further can be said. */
  readonly parsed?: Parsed
}

export type ParsedLayer = Layer & { readonly parsed: Parsed }

/** Text → document. */
export function readLayer({ file, input, folder = dirname(file) }: Source): Layer {
  return { file, folder, ...read(input) }
}

function read(input: string | Uint8Array): Omit<Layer, 'file' | 'folder'> {
  const { text, finding } = decode(input)
  const lines = linesOf(text)
  const early = finding ?? invisibleCharacter(text) ?? directive(text) ?? mergeConflict(text)
  if (early) return { lines, findings: [early] }
  const read = lexed(text)
  if ('finding' in read) return { lines, findings: [read.finding] }

  const document = parse(read.lexemes, text.length)
  if (document === undefined) return { lines, findings: [tooDeep] }
  const syntax = syntaxErrors(document, text)
  if (syntax.length > 0) return { lines, findings: syntax }

  const positions = positionsOf(document, lines)
  const { findings, fatal } = walk(document, text)
  if (fatal) return { lines, positions, findings: [...findings, fatal] }

  const failed = findings.flatMap(({ failed }) => (failed ? [failed] : []))
  if (failed.some(path => path.length === 0)) return { lines, positions, findings }
  const data = toData(document, text)
  if (data === undefined) return { lines, positions, findings: [...findings, tooManyAliases] }
  return { lines, positions, findings, parsed: { document, positions, data: data.value, failed } }
}

/** The same as the package's `parseDocument`, but for its reading the text once more. */
function parse(lexemes: readonly string[], length: number): Document | undefined {
  // the parser's errors are values to us, and a file may have a hundred thousand: a stack for each takes longest of all
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    const composer = new Composer({
      version: '1.2',
      // both: without an explicit schema a %YAML 1.1 line would turn `no` into false
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      customTags: [],
      strict: true,
      stringKeys: true,
      // our own check is linear and knows both places
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    })
    const [document, second] = composer.compose(tokens(lexemes), true, length)
    if (document && second)
      document.errors.push(
        new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', 'a second document'),
      )
    return document
  } catch {
    // the parser recurses: deep indentation may exhaust the stack
    return undefined
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function* tokens(lexemes: readonly string[]): Generator<CST.Token> {
  const parser = new Parser()
  for (const lexeme of lexemes) yield* parser.next(lexeme)
  yield* parser.end()
}

function toData(document: Document, text: string): { value: unknown } | undefined {
  try {
    if (text.includes('<<')) withoutMerges(document)
    return { value: document.toJS({ maxAliasCount: 50 }) }
  } catch {
    return undefined
  }
}

const tooDeep: Finding = {
  rule: 'yaml/too-large',
  severity: 'error',
  at: [],
  on: [0, 1],
  message: 'the file is nested too deeply',
  help: 'nest at most 64 levels',
}

const tooManyAliases: Finding = {
  rule: 'yaml/too-large',
  severity: 'error',
  at: [],
  on: [0, 1],
  message: 'the aliases of this file stand for too many values',
  help: 'write the values out',
}
