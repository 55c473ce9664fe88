import { open } from './counting.ts'
import type { Severity } from './diagnostic.ts'
import { documentOf } from './document.ts'
import { fingerprints } from './fingerprint.ts'
import type { Checked } from './json.ts'
import { lastLineOf, relatedLines } from './related.ts'

// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', info: 'info' }

/** A Code Quality report. It has no place for a failure: then it is empty, and the exit code tells. */
export function gitlab(files: readonly Checked[]): string {
  const fingerprint = fingerprints()
  const findings = files.flatMap(({ diagnostics }) => open(diagnostics))
  return documentOf(
    findings.map(one => {
      const { rule, severity, message, help, file, where, range, label } = one
      const { start, end } = range
      const body = [
        where,
        label ?? '',
        ...relatedLines(one),
        `help: ${help}`,
        `docs: sso-kit explain ${rule}`,
      ]
      return {
        description: message,
        check_name: rule,
        fingerprint: fingerprint(one),
        severity: severities[severity],
        location: {
          path: file.replaceAll('\\', '/'),
          lines: { begin: start.line, end: lastLineOf(range) },
          positions: {
            begin: { line: start.line, column: start.column },
            end: { line: end.line, column: end.column },
          },
        },
        content: { body: body.filter(line => line !== '').join('\n') },
      }
    }),
  )
}
