import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'
import { baseDirTraversal } from './rules/autoregister/base-dir-traversal.ts'
import { openSource } from './rules/autoregister/open-source.ts'
import { callbackMismatch } from './rules/callback/mismatch.ts'
import { duplicate } from './rules/id/duplicate.ts'
import { reserved } from './rules/id/reserved.ts'
import { routeCollision } from './rules/id/route-collision.ts'
import { profileBits } from './rules/permission/profile-bits.ts'
import { sumNamesMismatch } from './rules/permission/sum-names-mismatch.ts'
import { unknownBit } from './rules/permission/unknown-bit.ts'
import { unknownName } from './rules/permission/unknown-name.ts'
import { pluginFindings } from './rules/plugin-rules.ts'
import { unknownReference } from './rules/ref/unknown.ts'
import type { RuleTable } from './rules/rule.ts'
import { interpolationInString } from './rules/secret/interpolation-in-string.ts'
import { looksLikeSecret } from './rules/secret/looks-like-secret.ts'
import { noAddress } from './rules/server/no-address.ts'
import { trustsEveryone } from './rules/server/trusts-everyone.ts'
import { lifetime } from './rules/session/lifetime.ts'
import { oneLocal } from './rules/source/one-local.ts'
import { endpointNotHttps } from './rules/url/endpoint-not-https.ts'
import { publicHasQueryOrFragment } from './rules/url/public-has-query-or-fragment.ts'
import { publicNotHttps } from './rules/url/public-not-https.ts'

/** What a file whose shape is right may still get wrong. */
const rules: RuleTable = {
  'id/duplicate': { severity: 'error', check: duplicate },
  'id/reserved': { severity: 'error', check: reserved },
  'id/route-collision': { severity: 'error', check: routeCollision },
  'ref/unknown': { severity: 'error', check: unknownReference },
  'source/one-local': { severity: 'error', check: oneLocal },
  'server/no-address': { severity: 'error', check: noAddress },
  'server/trusts-everyone': { severity: 'error', check: trustsEveryone },
  'session/lifetime': { severity: 'error', check: lifetime },
  'secret/looks-like-secret': { severity: 'error', check: looksLikeSecret },
  'secret/interpolation-in-string': { severity: 'error', check: interpolationInString },
  'permission/profile-bits': { severity: 'error', check: profileBits },
  'permission/unknown-name': { severity: 'error', check: unknownName },
  'permission/unknown-bit': { severity: 'error', check: unknownBit },
  'permission/sum-names-mismatch': { severity: 'error', check: sumNamesMismatch },
  'autoregister/open-source': { severity: 'error', check: openSource },
  'autoregister/base-dir-traversal': { severity: 'error', check: baseDirTraversal },
  'url/public-not-https': { severity: 'error', check: publicNotHttps },
  'url/public-has-query-or-fragment': { severity: 'error', check: publicHasQueryOrFragment },
  'url/endpoint-not-https': { severity: 'error', check: endpointNotHttps },
  'callback/mismatch': { severity: 'error', check: callbackMismatch },
}

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
  'schema/missing-key',
  'schema/unknown-key',
  'schema/unknown-type',
  'schema/version',
  'schema/wrong-type',
  'id/format',
  'secret/inline',
  'autoregister/admin-role',
  'source/rule-failed',
] as const

/** The rules that judge the comments of a file: src/config/suppress.ts. */
const suppressRules = ['suppress/expired', 'suppress/no-reason', 'suppress/unused'] as const

/** The rules of `validate --env`: src/config/environment.ts. */
export const environmentRules: readonly string[] = [
  'secret/env-missing',
  'secret/file-missing',
  'secret/file-permissions',
  'secret/placeholder',
  'secret/short',
  'secret/wrong-form',
]

/** Every rule of the host, sorted. Each has a page in `docs/rules`. */
export const ruleIds: readonly string[] = [
  ...earlier,
  ...Object.keys(rules),
  ...suppressRules,
  ...environmentRules,
].sort()

export function runRules(draft: Draft): Finding[] {
  const own = Object.entries(rules).flatMap(([rule, { severity, check }]) =>
    check(draft).map(found => ({ ...found, rule, severity })),
  )
  return [...own, ...pluginFindings(draft)]
}
