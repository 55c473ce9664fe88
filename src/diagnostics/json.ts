import type { Diagnostic, Path } from './diagnostic.ts'
import { documentOf } from './document.ts'
import { fingerprints } from './fingerprint.ts'
import { docsOf } from './rule-page.ts'

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
export function json(files: readonly Checked[], version: string, failure?: Failure): string {
  const diagnostics = files.flatMap(file => file.diagnostics)
  const count = (severity: Diagnostic['severity']) =>
    diagnostics.filter(one => one.severity === severity && !one.suppressed).length
  const fingerprint = fingerprints()
  return documentOf({
    formatVersion: '1.0',
    tool: { name: 'sso-kit', version },
    valid: failure === undefined && count('error') === 0,
    counts: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      suppressed: diagnostics.filter(({ suppressed }) => suppressed).length,
    },
    files: files.map(({ path, sha256, configVersion }) => ({ path, sha256, configVersion })),
    diagnostics: diagnostics.map(one => entry(one, fingerprint(one))),
    ...(failure && { failure: { message: failure.message, help: failure.help ?? null } }),
  })
}

function entry(
  { rule, severity, message, help, file, path, where, range, label, related, suppressed }: Diagnostic,
  fingerprint: string,
) {
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
    fix: null,
    docs: docsOf(rule),
    fingerprint,
    suppressed: suppressed ?? null,
  }
}

/** RFC 6901. */
const pointer = (path: Path) =>
  path.map(segment => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
