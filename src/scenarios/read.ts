import { discreet } from '../config/discreet.ts'
import { type Layer, type ParsedLayer, readLayer, type Source } from '../config/document.ts'
import { type Finding, place } from '../config/finding.ts'
import { hiddenIn } from '../config/hidden.ts'
import { secretSpans } from '../config/secret-spans.ts'
import { problemsOf } from '../config/shape/problems.ts'
import { tell } from '../config/shape/tell.ts'
import { isRecord } from '../config/typed-lists.ts'
import { nothingAdded } from '../config/types.ts'
import { maskedByKeys } from '../config/unparsed.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { maskSpans } from '../diagnostics/redact.ts'
import { scenarios as validate } from '../generated/scenarios.js'
import type { ScenarioFile } from './file.ts'
import { schemaOf } from './schema.ts'

/** A file of scenarios that was read. */
export interface ReadFile {
  /** As people are told of it. */
  readonly file: string
  /** Its text with what may be a secret covered, for frames. */
  readonly text: string
  /** Absent where it has a mistake. */
  readonly content?: ScenarioFile
  /** Its mistakes. */
  readonly diagnostics: readonly Diagnostic[]
  /** Gives a mistake or an expectation that is not met its place in the text. */
  readonly at: (finding: Finding) => Diagnostic
}

/** Text → document → schema, or every mistake at once, in the words of `validate`. */
export function readScenarios(source: Source): ReadFile {
  const layer = readLayer(source)
  const at = (finding: Finding) => place(finding, path => ({ layer, at: path }))
  const read = { file: layer.file, text: coveredText(layer), at }
  const findings = [...layer.findings, ...(isParsed(layer) ? mistakesIn(layer) : [])]
  const isWrong = !isParsed(layer) || findings.some(({ severity }) => severity === 'error')
  return {
    ...read,
    // the schema has just checked it
    ...(!isWrong && { content: layer.parsed.data as ScenarioFile }),
    // nothing here corrects a file
    diagnostics: findings.map(({ fix: _, ...finding }) => at(finding)),
  }
}

const isParsed = (layer: Layer): layer is ParsedLayer => layer.parsed !== undefined

const hidden = hiddenIn(schemaOf)

const coveredText = (layer: Layer): string =>
  isParsed(layer)
    ? maskSpans(layer.lines.text, secretSpans(layer, hidden, schemaOf))
    : maskedByKeys(layer.lines.text)

function mistakesIn(layer: ParsedLayer): Finding[] {
  const { data, positions, failed } = layer.parsed
  if (!isRecord(data)) return [notAMap(data)]
  const context = {
    ...{ data, positions, schemaOf, hidden, types: noTypes, summaries: noSummaries },
    ...{ alone: undefined, misread: [], sandbox: false },
    locate: (path: Finding['at']) => ({ layer, at: path }),
  }
  return discreet(tell(problemsOf(validate, data, []), context, failed))
}

// no source and no app has its keys here
const noTypes = { sources: new Map(), apps: new Map(), added: nothingAdded }
const noSummaries = { sources: new Map(), apps: new Map() }

const notAMap = (data: unknown): Finding => ({
  rule: data === null || data === undefined ? 'schema/missing-key' : 'schema/wrong-type',
  severity: 'error',
  at: [],
  on: [0, 0],
  message: data === null || data === undefined ? 'the file is empty' : 'the file must be a map of keys',
  help: 'begin it with config: ./sso.config.yaml, then tests with one entry for each scenario',
})
