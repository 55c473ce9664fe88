import type { Diagnostic, Path } from '../diagnostics/diagnostic.ts'
import { maskSecretLines, maskSpans } from '../diagnostics/redact.ts'
import { isBinding, type Levels } from './binding.ts'
import { commentsOf } from './comments.ts'
import type { Config } from './config.ts'
import { type Parsed, readDocument } from './document.ts'
import { type Draft, draftOf } from './draft.ts'
import { type Finding, place } from './finding.ts'
import { freeze } from './freeze.ts'
import { hiddenIn, secretSpans } from './hidden.ts'
import { runRules } from './rules.ts'
import { hostKeys } from './schema/source.ts'
import { schemasOf } from './schemas.ts'
import { settle } from './settle.ts'
import { checkShape, isUnder } from './shape.ts'
import { isRecord, loadSummaries, loadTypes } from './types.ts'

export interface Compiled {
  /** Undefined if and only if there is an error. */
  readonly config: Config | undefined
  /** In the order of the file. */
  readonly diagnostics: Diagnostic[]
  /** What comments of the file excuse, in the same order. */
  readonly suppressed: Diagnostic[]
  /** The text with its secrets covered, for frames: the only text that renderers get. */
  readonly text: string
  /** False where a problem kept later checks from running. */
  readonly complete: boolean
  /** What the file says in `version`, where that is a number. */
  readonly version?: number
}

export interface CompileOptions {
  readonly file: string
  readonly folder?: string
  /** Milliseconds since 1970, for exceptions with a last day. Absent: none has ended. */
  readonly now?: number | undefined
  /** Rules that weigh more or less than by themselves. */
  readonly levels?: Levels
  /** The rules of the environment, on a file whose shape is right. Absent: the file is looked at alone. */
  readonly environment?: ((draft: Draft) => readonly Finding[]) | undefined
}

/**
 * Text → document → schema → rules → frozen configuration, or every problem at once. Never throws for a bad file,
 * opens no connection and resolves no reference.
 */
export async function compile(
  input: string | Uint8Array,
  { file, now, levels, environment }: CompileOptions,
): Promise<Compiled> {
  const { lines, findings, positions, parsed } = readDocument(input)
  if (parsed === undefined) {
    const diagnostics = ordered(findings.map(finding => place(finding, file, lines, positions)))
    const text = maskSecretLines(lines.text)
    return { config: undefined, diagnostics, suppressed: [], text, complete: false }
  }
  const { config, findings: later, text } = await check(parsed, isSandbox(file), environment)
  const version = isRecord(parsed.data) ? parsed.data.version : undefined
  const found = [...findings, ...later].map(finding => place(finding, file, lines, positions))
  const { open, suppressed } = settle(found, commentsOf(lines, text), {
    file,
    now,
    levels,
    complete: config !== undefined,
    environment: environment !== undefined,
  })
  return {
    config: found.some(isBinding) || open.some(isError) ? undefined : config?.(),
    diagnostics: ordered(open),
    suppressed: ordered(suppressed),
    text,
    complete: config !== undefined,
    ...(typeof version === 'number' && { version }),
  }
}

/** The part that knows the schemas. `config` is made only where there is no error. */
async function check(
  parsed: Parsed,
  sandbox: boolean,
  environment: CompileOptions['environment'] = () => [],
): Promise<{ config?: () => Config; findings: Finding[]; text: string }> {
  const { data, positions, lines } = parsed
  const types = await loadTypes(data)
  const summaries = await loadSummaries(data, types)
  const schemaOf = schemasOf(data, types)
  const hidden = hiddenIn(schemaOf)
  const text = maskSpans(lines.text, secretSpans(parsed, hidden, schemaOf))

  const shape = checkShape({ data, types, summaries, schemaOf, hidden, positions, sandbox }, parsed.failed)
  if (shape.stop) return { findings: shape.findings, text }

  const failed: Path[] = [
    ...parsed.failed,
    ...shape.findings.flatMap(({ failed }) => failed),
    ...unknownKeys(shape.findings),
  ]
  const draft = draftOf(parsed, types, failed, hidden, schemaOf, hostKeys)
  const findings = [...shape.findings, ...runRules(draft), ...environment(draft)]
  return { config: () => freeze(draft), findings, text }
}

/** What stands under a key that nobody knows is not looked at. */
const unknownKeys = (findings: readonly Finding[]): Path[] =>
  findings.filter(({ rule }) => rule === 'schema/unknown-key').map(({ at }) => at)

/** Only these may have secrets written out; their name says what they are for. */
const isSandbox = (file: string) => /\.sandbox\.ya?ml$/.test(file)

const isError = ({ severity }: Diagnostic) => severity === 'error'

/** Sorted by place; a warning that says less about the very place of an error is left out, and nothing is said twice. */
function ordered(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const start = ({ range }: Diagnostic) => range.start.offset
  const errors = diagnostics.filter(
    one => isError(one) && one.path.length > 0 && one.rule !== 'schema/missing-key',
  )
  const seen = new Set<string>()
  return diagnostics
    .filter(
      one =>
        isError(one) ||
        !isUnder(
          one.path,
          errors.map(({ path }) => path),
        ),
    )
    .filter(({ rule, range, message }) => {
      const key = `${rule} ${range.start.offset} ${message}`
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => start(a) - start(b))
}
