import type { Change, ToldFinding } from '../../config/diff/report.ts'
import { documentOf } from '../../diagnostics/document.ts'
import type { Failure } from '../../diagnostics/json.ts'
import { type Comparison, countsOf, type Told } from './comparison.ts'

/** For programs: `schemas/diff.schema.json`. Minor numbers of `formatVersion` add keys, major ones change them. */
export const json = ({ base, head, report, hidden, gate }: Comparison, version: string): string =>
  documentOf({
    ...header(version),
    base: sideOf(base),
    head: sideOf(head),
    complete: report !== undefined,
    highest: report?.highest ?? null,
    counts: report ? countsOf(report) : {},
    hidden,
    gate: gate ?? null,
    changes: (report?.changes ?? []).map(changeOf),
    findings: (report?.findings ?? []).map(findingOf),
  })

/** There is no answer. */
export const failed = ({ message, help }: Failure, version: string): string =>
  documentOf({
    ...header(version),
    base: null,
    head: null,
    complete: false,
    highest: null,
    counts: {},
    hidden: 0,
    gate: null,
    changes: [],
    findings: [],
    failure: { message, help: help ?? null },
  })

const header = (version: string) => ({ formatVersion: '1.0', tool: { name: 'sso-kit', version } })

const sideOf = ({ label, commit, path, sha256, state, errors }: Told) => ({
  rev: commit,
  label,
  path,
  sha256,
  state,
  errors,
})

const changeOf = (change: Change) => ({
  id: change.id,
  class: change.class,
  level: change.level,
  op: change.op,
  path: change.path,
  identity: change.identity,
  before: change.before,
  after: change.after,
  secret: change.secret,
  ...(change.bits && { bits: change.bits }),
  explain: change.explain,
  baseRange: change.baseRange,
  headRange: change.headRange,
  fingerprint: change.fingerprint,
})

const findingOf = ({ id, level, path, identity, explain, fingerprint }: ToldFinding) => ({
  id,
  level,
  path,
  identity,
  explain,
  fingerprint,
})
