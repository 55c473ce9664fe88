import { dirname } from 'node:path'
import type { Node } from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import { type Lines, linesOf } from '../diagnostics/lines.ts'
import type { Finding } from './finding.ts'
import { type Positions, positionsOf } from './positions.ts'
import { lexed } from './yaml/bounds.ts'
import { invisibleCharacter } from './yaml/characters.ts'
import { bytesOf, decode } from './yaml/decode.ts'
import { directive } from './yaml/directive.ts'
import { mergeConflict } from './yaml/merge-conflict.ts'
import { withoutMerges } from './yaml/merge-key.ts'
import { otherFile } from './yaml/other/other-file.ts'
import { parse } from './yaml/parse.ts'
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

export const isParsed = (layer: Layer): layer is ParsedLayer => layer.parsed !== undefined

/** Text → document. `before` are the bytes of the files that this one is laid over. */
export function readLayer({ file, input, folder = dirname(file) }: Source, before = 0): Layer {
  return { file, folder, ...read(input, before) }
}

/** Each laid over those before it: together they are no larger than one file may be. */
export function readLayers(sources: readonly Source[]): Layer[] {
  let before = 0
  return sources.map(source => {
    const layer = readLayer(source, before)
    before += bytesOf(source.input)
    return layer
  })
}

function read(input: string | Uint8Array, before: number): Omit<Layer, 'file' | 'folder'> {
  const { text, finding } = decode(input, before)
  const lines = linesOf(text)
  const early = finding ?? invisibleCharacter(text) ?? directive(text) ?? mergeConflict(text)
  if (early) return { lines, findings: [early] }
  const read = lexed(text)
  if ('finding' in read) return { lines, findings: [read.finding] }

  const document = parse(read.lexemes, text.length)
  if (document === undefined) return { lines, findings: [tooDeep] }
  const other = otherFile(document, text)
  if (other) return { lines, findings: [other] }
  const syntax = syntaxErrors(document, { text, lexemes: read.lexemes }, isYaml)
  if (syntax.length > 0) return { lines, findings: syntax }

  const positions = positionsOf(document, lines)
  const { findings, fatal } = walk(document, text)
  if (fatal) return { lines, positions, findings: [...findings, fatal] }

  const broken = findings.flatMap(({ failed, lacking = [] }) => (failed ? [failed, ...lacking] : lacking))
  if (broken.some(path => path.length === 0)) return { lines, positions, findings }
  const failed = [...broken, ...(text.includes('<<') ? withoutMerges(document) : [])]
  // the walk has counted what aliases repeat
  const data: unknown = document.toJS({ maxAliasCount: -1 })
  return { lines, positions, findings, parsed: { document, positions, data, failed } }
}

function isYaml(text: string): boolean {
  const read = lexed(text)
  return 'lexemes' in read && parse(read.lexemes, text.length)?.errors.length === 0
}

const tooDeep: Finding = {
  rule: 'yaml/too-large',
  severity: 'error',
  at: [],
  on: [0, 1],
  message: 'the file is nested too deeply',
  help: 'nest at most 64 levels',
}
