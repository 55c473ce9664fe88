import { type Document, parseDocument } from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import { type Lines, linesOf } from '../diagnostics/lines.ts'
import type { Finding } from './finding.ts'
import { type Positions, positionsOf } from './positions.ts'
import { invisibleCharacter } from './yaml/characters.ts'
import { decode } from './yaml/decode.ts'
import { directive } from './yaml/directive.ts'
import { withoutMerges } from './yaml/merge-key.ts'
import { syntaxErrors } from './yaml/syntax.ts'
import { walk } from './yaml/walk.ts'

/** A file that could be parsed. */
export interface Parsed {
  readonly lines: Lines
  readonly document: Document
  readonly positions: Positions
  readonly data: unknown
  /** Parts with an error of their own: later layers leave them alone. */
  readonly failed: readonly Path[]
}

export interface Read {
  readonly lines: Lines
  readonly findings: readonly Finding[]
  /** Absent where the text is no document. */
  readonly positions?: Positions
  /** Absent where nothing further can be said. */
  readonly parsed?: Parsed
}

/** Text → document, with the problems of the text itself. */
export function readDocument(input: string | Uint8Array): Read {
  const { text, finding } = decode(input)
  const lines = linesOf(text)
  const early = finding ?? invisibleCharacter(text) ?? directive(text)
  if (early) return { lines, findings: [early] }

  const document = parse(text)
  if (document === undefined) return { lines, findings: [tooDeep] }
  const syntax = syntaxErrors(document, text)
  if (syntax.length > 0) return { lines, findings: syntax }

  const positions = positionsOf(document, lines)
  const { findings, fatal } = walk(document, text)
  if (fatal) return { lines, positions, findings: [...findings, fatal] }

  const failed = findings.flatMap(({ failed }) => (failed ? [failed] : []))
  if (failed.some(path => path.length === 0)) return { lines, positions, findings }
  const data = toData(document)
  if (data === undefined) return { lines, positions, findings: [...findings, tooManyAliases] }
  return { lines, positions, findings, parsed: { lines, document, positions, data: data.value, failed } }
}

function parse(text: string): Document | undefined {
  try {
    return parseDocument(text, {
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
      // any quieter, and a second document is not an error
      logLevel: 'error',
    })
  } catch {
    // the parser recurses: a file of nothing but brackets may exhaust the stack
    return undefined
  }
}

function toData(document: Document): { value: unknown } | undefined {
  try {
    withoutMerges(document)
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
