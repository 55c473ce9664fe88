import { createHash } from 'node:crypto'
import type { Diagnostic, Path } from './diagnostic.ts'

/** A file that was checked. */
export interface Checked {
  readonly path: string
  readonly sha256: string
  /** `version` of the file; null where it could not be read. */
  readonly configVersion: number | null
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
    diagnostics.filter(one => one.severity === severity).length
  const seen = new Map<string, number>()
  const document = {
    formatVersion: '1.0',
    tool: { name: 'sso-kit', version },
    valid: failure === undefined && count('error') === 0,
    counts: { error: count('error'), warning: count('warning'), info: count('info'), suppressed: 0 },
    files: files.map(({ path, sha256, configVersion }) => ({ path, sha256, configVersion })),
    diagnostics: diagnostics.map(one => entry(one, seen)),
    ...(failure && { failure: { message: failure.message, help: failure.help ?? null } }),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function entry(
  { rule, severity, message, help, file, path, where, range, label, related }: Diagnostic,
  seen: Map<string, number>,
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
    docs: `docs/rules/${rule}.md`,
    fingerprint: fingerprint(`${rule} ${file} ${where}`, seen),
    suppressed: null,
  }
}

/** RFC 6901. */
const pointer = (path: Path) =>
  path.map(segment => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** The same finding keeps its fingerprint when lines are added above it. Two at one place are told apart by their order. */
function fingerprint(what: string, seen: Map<string, number>): string {
  const before = seen.get(what) ?? 0
  seen.set(what, before + 1)
  return createHash('sha256')
    .update(before === 0 ? what : `${what} ${before}`)
    .digest('hex')
    .slice(0, 12)
}
