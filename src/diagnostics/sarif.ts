import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Diagnostic, Fix, Range, Severity } from './diagnostic.ts'
import { documentOf } from './document.ts'
import { fingerprints } from './fingerprint.ts'
import type { Checked, Failure } from './json.ts'
import { docsOf, rulePage } from './rule-page.ts'

export interface SarifOptions {
  readonly version: string
  /** The page of a rule in Markdown, where there is one. */
  readonly page: (rule: string) => string | undefined
  readonly failure?: Failure | undefined
}

/** SARIF 2.1.0, one run: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html */
export function sarif(files: readonly Checked[], { version, page, failure }: SarifOptions): string {
  const findings = files.flatMap(({ diagnostics }) => diagnostics)
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort()
  const fingerprint = fingerprints()
  return documentOf({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sso-kit',
            version,
            semanticVersion: version,
            rules: ids.map(id => descriptor(id, page(id), version, findings)),
          },
        },
        invocations: [invocation(failure)],
        originalUriBaseIds: { [root]: { description: { text: 'the root of the repository' } } },
        columnKind: 'unicodeCodePoints',
        artifacts: files.map(({ path, sha256 }) => ({
          location: locationOf(path),
          hashes: { 'sha-256': sha256 },
        })),
        results: findings.map(one => result(one, ids.indexOf(one.rule), fingerprint(one))),
      },
    ],
  })
}

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

function descriptor(
  id: string,
  markdown: string | undefined,
  version: string,
  findings: readonly Diagnostic[],
) {
  const found = findings.find(({ rule }) => rule === id)
  const page = markdown === undefined ? undefined : rulePage(markdown)
  const severity = page?.severity ?? found?.severity ?? 'error'
  const short = page?.short ?? found?.message ?? id
  const score = scoreOf(id, severity === 'off' ? (found?.severity ?? 'info') : severity)
  const group = id.split('/')[0] ?? id
  return {
    id,
    // the standard wants an absolute address: this one names the page inside the package
    helpUri: `pkg:npm/sso-kit@${version}#${docsOf(id)}`,
    shortDescription: { text: short },
    fullDescription: { text: page?.full ?? short },
    help: { text: page?.full ?? short, ...(page && { markdown: page.markdown }) },
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: levels[severity] },
    properties: {
      'security-severity': score.toFixed(1),
      precision: 'high',
      tags: [group, ...(score >= 5 ? ['security'] : [])],
    },
  }
}

/** How bad it is if such a finding goes live, as GitHub counts: from 9 critical, 7 high, 4 medium, below low. */
const scores: Readonly<Record<string, number>> = {
  secret: 8.5,
  autoregister: 8,
  callback: 7,
  url: 6.5,
  suppress: 5,
  permission: 5,
}

const scoreOf = (id: string, severity: Severity): number => {
  const score = scores[id.split('/')[0] ?? id] ?? 3
  return severity === 'error' ? score : Math.min(score, severity === 'warning' ? 5 : 1)
}

function result(one: Diagnostic, ruleIndex: number, fingerprint: string) {
  const { rule, severity, message, help, file, where, range, label, related, suppressed, fix, baseline } = one
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: plain(`${message}\nhelp: ${help}`) },
    locations: [
      {
        physicalLocation: physical(file, range),
        ...(where !== '' && { logicalLocations: [{ fullyQualifiedName: where, kind: 'member' }] }),
        ...(label && { message: { text: plain(label) } }),
      },
    ],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, index) => ({
        id: index + 1,
        physicalLocation: physical(other.file, other.range),
        message: { text: plain(other.message) },
      })),
    }),
    partialFingerprints: { 'ssoKit/v1': fingerprint },
    ...(baseline && { baselineState: baseline }),
    ...(fix && { fixes: [{ description: { text: plain(help) }, artifactChanges: changes(fix) }] }),
    ...(suppressed && {
      suppressions: [
        {
          kind: 'inSource',
          status: 'accepted',
          justification: suppressed.reason,
          ...(suppressed.until !== null && { properties: { until: suppressed.until } }),
        },
      ],
    }),
  }
}

const changes = ({ edits }: Fix) =>
  [...new Set(edits.map(({ file }) => file))].map(name => ({
    artifactLocation: locationOf(name),
    replacements: edits
      .filter(({ file }) => file === name)
      .map(({ range, text }) => ({
        deletedRegion: regionOf(range),
        ...(text !== '' && { insertedContent: { text } }),
      })),
  }))

const physical = (file: string, range: Range) => ({
  artifactLocation: locationOf(file),
  region: regionOf(range),
})

const regionOf = ({ start, end }: Range) => ({
  startLine: start.line,
  startColumn: start.column,
  endLine: end.line,
  endColumn: end.column,
})

function invocation(failure: Failure | undefined) {
  if (!failure) return { executionSuccessful: true }
  const text = plain(
    failure.help === undefined ? failure.message : `${failure.message}\nhelp: ${failure.help}`,
  )
  return {
    executionSuccessful: false,
    exitCode: 2,
    toolExecutionNotifications: [{ level: 'error', message: { text } }],
  }
}

// the name that services fill in with their own copy; where this one is, is nobody's business (§3.14.14)
const root = '%SRCROOT%'

/** Relative to the root of the repository; what is not in it has a whole address. */
const locationOf = (path: string) =>
  isAbsolute(path)
    ? { uri: pathToFileURL(path).href }
    : { uri: path.split(/[/\\]/).map(encodeURIComponent).join('/'), uriBaseId: root }

/**
 * `[text](address)` in a message is a link (§3.11.6): a text of the file must not make one. Braces are not doubled as §3.11.5
 * wants: without `arguments` viewers show a message as it stands, and whoever copied `{{ env: NAME }}` would have no reference.
 */
const plain = (text: string): string => text.replace(/\[(?=[^\]]*\]\()/g, '\\[')
