import { open } from './counting.ts'
import type { Diagnostic, Fix, Path } from './diagnostic.ts'
import { documentOf } from './document.ts'
import { fingerprints } from './fingerprint.ts'
import { docsOf } from './rule-page.ts'
import { discreetly } from './secret-form.ts'

/** A file that was checked. */
export interface Checked {
  readonly path: string
  readonly sha256: string
  /** `version` of the file; null where it could not be read. */
  readonly configVersion: number | null
  /** The suppressed ones too. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Why there is no answer. */
export interface Failure {
  readonly message: string
  readonly help: string | undefined
}

/**
 * Diagnostics for programs. Minor numbers of `formatVersion` add keys, major ones change them.
 * No text of the file is in it, so no secret either.
 */
export function json(
  files: readonly Checked[],
  version: string,
  failure?: Failure,
  nameOf?: (file: string) => string,
): string {
  const diagnostics = files.flatMap(file => file.diagnostics)
  const counting = open(diagnostics)
  const count = (severity: Diagnostic['severity']) => counting.filter(one => one.severity === severity).length
  // an error that is known makes the file no better
  const isWrong = ({ severity, suppressed }: Diagnostic) => severity === 'error' && !suppressed
  const fingerprint = fingerprints(nameOf)
  return documentOf({
    formatVersion: '1.1',
    tool: { name: 'sso-kit', version },
    valid: failure === undefined && !diagnostics.some(isWrong),
    counts: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      suppressed: diagnostics.filter(({ suppressed }) => suppressed).length,
      baseline: diagnostics.filter(one => !one.suppressed && one.baseline === 'unchanged').length,
    },
    files: files.map(({ path, sha256, configVersion }) => ({ path, sha256, configVersion })),
    diagnostics: diagnostics.map(one => entry(one, fingerprint(one))),
    ...(failure && { failure: { message: failure.message, help: failure.help ?? null } }),
  })
}

function entry(one: Diagnostic, fingerprint: string) {
  const { rule, severity, message, help, file, path, where, range, label, related } = one
  return {
    rule,
    severity,
    message,
    help,
    file,
    pointer: pointer(path),
    path: where,
    range,
    label: label ?? null,
    related,
    fix: one.fix ? fixOf(one.fix) : null,
    docs: docsOf(rule),
    fingerprint,
    suppressed: one.suppressed ?? null,
    baseline: one.baseline ?? null,
  }
}

const fixOf = ({ safety, edits }: Fix) => ({
  safety,
  edits: edits.map(({ file, range: { start, end }, text }) => ({
    file,
    start: start.offset,
    end: end.offset,
    text,
  })),
})

/** RFC 6901. */
const pointer = (path: Path) =>
  path.map(segment => `/${discreetly(String(segment)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
