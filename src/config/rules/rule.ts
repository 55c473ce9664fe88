import type { Severity } from '../../diagnostics/diagnostic.ts'
import type { Draft } from '../draft.ts'
import type { RuleFinding } from '../finding.ts'

/** One rule, one file: what it finds in a file whose shape is right. */
export type Rule = (draft: Draft) => readonly RuleFinding[]

export type RuleTable = Readonly<Record<string, { readonly severity: Severity; readonly check: Rule }>>
