import type { Levels } from './binding.ts'
import { rules } from './rules/table.ts'

/** The rules that reading and the schemas follow, before any of the above. */
const earlier = [
  'yaml/ambiguous-scalar',
  'yaml/bidi-control',
  'yaml/cut-by-comment',
  'yaml/directive',
  'yaml/duplicate-key',
  'yaml/empty-anchor',
  'yaml/encoding',
  'yaml/leading-zero',
  'yaml/lossy-number',
  'yaml/merge-key',
  'yaml/missing-space',
  'yaml/multiple-documents',
  'yaml/syntax',
  'yaml/tab-indent',
  'yaml/too-large',
  'yaml/unknown-tag',
  'yaml/unresolved-alias',
  'yaml/wide-punctuation',
  'schema/deprecated-key',
  'schema/empty-overlay',
  'schema/missing-key',
  'schema/overlay-order',
  'schema/unknown-key',
  'schema/unknown-type',
  'schema/version',
  'schema/wrong-type',
  'id/format',
  'grant/widened-not',
  'moved/replaced',
  'autoregister/admin-role',
  'secret/in-comment',
  'secret/sops-ciphertext',
  'source/rule-failed',
  'plugin/host-key',
  'plugin/invalid',
  'plugin/missing',
  'plugin/too-new',
  'plugin/type-taken',
  'plugin/unreadable',
] as const

/** The rules that judge the comments of a file: src/config/suppress.ts. */
const suppressRules = [
  'suppress/expired',
  'suppress/no-reason',
  'suppress/unread-day',
  'suppress/unused',
] as const

/** The rules of `validate --env`: src/config/environment.ts and its folder. */
export const environmentRules: readonly string[] = [
  'events/aes-key-format',
  'secret/env-missing',
  'secret/exec-disabled',
  'secret/exec-missing',
  'secret/file-missing',
  'secret/file-permissions',
  'secret/placeholder',
  'secret/short',
  'secret/wrong-form',
  'ui/logo-form',
  'ui/logo-missing',
]

/** Every rule of the host, sorted. Each has a page in `docs/rules`. */
export const ruleIds: readonly string[] = [
  ...earlier,
  ...Object.keys(rules),
  ...suppressRules,
  ...environmentRules,
].sort()

/** Those that run only where they are asked for. */
export const offByDefault: readonly string[] = Object.keys(rules).filter(
  rule => rules[rule]?.severity === 'off',
)

/** Whether a rule looks at nothing: it is switched off, or off by itself and not asked for. */
export const isOff = (rule: string, levels: Levels): boolean => levelOf(rule, levels) === 'off'

const levelOf = (rule: string, levels: Levels) => levels[rule] ?? rules[rule]?.severity
