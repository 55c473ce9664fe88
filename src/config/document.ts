import { type Document, parseDocument } from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import { type Lines, linesOf } from '../diagnostics/lines.ts'
import type { Finding } from './finding.ts'
import { type Positions, positionsOf } from './positions.ts'
import { invisibleCharacter } from './yaml/characters.ts'
import { decode } from './yaml/decode.ts'
import { directive } from './yaml/directive.ts'
import { syntaxError } from './yaml/syntax.ts'
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
  /** Absent where nothing further can be said. */
  readonly parsed?: Parsed
}

/** Text → document, with the problems of the text itself. */
export function readDocument(input: string | Uint8Array): Read {
  const { text, finding } = decode(input)
  const lines = linesOf(text)
  const stopped = (found: Finding, others: readonly Finding[] = []): Read => ({
    lines,
    findings: [...others, found],
  })

  const early = finding ?? invisibleCharacter(text) ?? directive(text)
  if (early) return stopped(early)

  const document = parse(text)
  if (document === undefined) return stopped(tooDeep)
  const syntax = syntaxError(document, text)
  if (syntax) return stopped(syntax)

  const { findings, fatal } = walk(document, text)
  if (fatal) return stopped(fatal, findings)

  const data = toData(document)
  if (data === undefined) return stopped(tooManyAliases, findings)
  const failed = findings.flatMap(({ failed }) => (failed ? [failed] : []))
  return {
    lines,
    findings,
    parsed: { lines, document, positions: positionsOf(document, lines), data: data.value, failed },
  }
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
