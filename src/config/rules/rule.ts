import type { Level } from '../binding.ts'
import type { Draft } from '../draft.ts'
import type { RuleFinding } from '../finding.ts'

/** One rule, one file: what it finds in a file whose shape is right. */
export type Rule = (draft: Draft) => readonly RuleFinding[]

/** A rule that is off runs where somebody asks for it: `--rule ID=LEVEL`. */
export type RuleTable = Readonly<Record<string, { readonly severity: Level; readonly check: Rule }>>
