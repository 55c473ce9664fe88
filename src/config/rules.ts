import type { Levels } from './binding.ts'
import { discreet } from './discreet.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'
import { anyIssuer } from './rules/admin/any-issuer.ts'
import { noBreakGlass } from './rules/admin/no-break-glass.ts'
import { subjectForm } from './rules/admin/subject-form.ts'
import { chosenUsername } from './rules/alibaba-cloud/chosen-username.ts'
import { directoryHost } from './rules/alibaba-cloud/directory-host.ts'
import { forThisWay } from './rules/alibaba-cloud/for-this-way.ts'
import { roleTwice } from './rules/alibaba-cloud/role-twice.ts'
import { sessionDuration } from './rules/alibaba-cloud/session-duration.ts'
import { sessionName } from './rules/alibaba-cloud/session-name.ts'
import { userName } from './rules/alibaba-cloud/user-name.ts'
import { urlInexact } from './rules/alist/url-inexact.ts'
import { backchannelPrivate } from './rules/app/backchannel-private.ts'
import { chosenNameId } from './rules/app/chosen-username.ts'
import { departmentNeverMet } from './rules/app/department-never-met.ts'
import { nobody } from './rules/app/nobody.ts'
import { publicClient } from './rules/app/public-client.ts'
import { publicWithoutPkce } from './rules/app/public-without-pkce.ts'
import { sameClient } from './rules/app/same-client.ts'
import { samlMetadata } from './rules/app/saml-metadata.ts'
import { scopeOpenid } from './rules/app/scope-openid.ts'
import { baseDirTraversal } from './rules/autoregister/base-dir-traversal.ts'
import { destructiveDefault } from './rules/autoregister/destructive-default.ts'
import { nameCollision } from './rules/autoregister/name-collision.ts'
import { openSource } from './rules/autoregister/open-source.ts'
import { rootBaseDir } from './rules/autoregister/root-base-dir.ts'
import { callbackMismatch } from './rules/callback/mismatch.ts'
import { noRedirect } from './rules/callback/no-redirect.ts'
import { queryRefused } from './rules/callback/query-refused.ts'
import { twoNeeded } from './rules/callback/two-needed.ts'
import { privateHost } from './rules/events/private-host.ts'
import { hostTaken } from './rules/forward-auth/host-taken.ts'
import { trustedProxies } from './rules/forward-auth/trusted-proxies.ts'
import { destructiveForStrangers } from './rules/grant/destructive-for-strangers.ts'
import { givesNothing } from './rules/grant/gives-nothing.ts'
import { groupGivenLater } from './rules/grant/group-given-later.ts'
import { neverMet } from './rules/grant/never-met.ts'
import { notAlwaysMet } from './rules/grant/not-always-met.ts'
import { duplicate } from './rules/id/duplicate.ts'
import { reserved } from './rules/id/reserved.ts'
import { routeCollision } from './rules/id/route-collision.ts'
import { fromIsThere } from './rules/moved/from-is-there.ts'
import { domainTwice } from './rules/organization/domain-twice.ts'
import { profileBits } from './rules/permission/profile-bits.ts'
import { sumNamesMismatch } from './rules/permission/sum-names-mismatch.ts'
import { unknownBit } from './rules/permission/unknown-bit.ts'
import { unknownName } from './rules/permission/unknown-name.ts'
import { unnamedSum } from './rules/permission/unnamed-sum.ts'
import { pluginFindings } from './rules/plugin-rules.ts'
import { dangerous } from './rules/redirect/dangerous.ts'
import { fragment } from './rules/redirect/fragment.ts'
import { http } from './rules/redirect/http.ts'
import { ownHost } from './rules/redirect/own-host.ts'
import { shared } from './rules/redirect/shared.ts'
import { wildcard } from './rules/redirect/wildcard.ts'
import { publicGroup } from './rules/ref/public-group.ts'
import { unknownReference } from './rules/ref/unknown.ts'
import { unknownGroup } from './rules/ref/unknown-group.ts'
import type { RuleTable } from './rules/rule.ts'
import { envName } from './rules/secret/env-name.ts'
import { fileName } from './rules/secret/file-name.ts'
import { inDatabaseAddress } from './rules/secret/in-database-address.ts'
import { interpolationInString } from './rules/secret/interpolation-in-string.ts'
import { looksLikeSecret } from './rules/secret/looks-like-secret.ts'
import { reused } from './rules/secret/reused.ts'
import { hostBits } from './rules/server/host-bits.ts'
import { noAddress } from './rules/server/no-address.ts'
import { trustsEveryone } from './rules/server/trusts-everyone.ts'
import { lifetime } from './rules/session/lifetime.ts'
import { memoryStore } from './rules/session/memory-store.ts'
import { lastEnabled } from './rules/source/last-enabled.ts'
import { sourceNobody } from './rules/source/nobody.ts'
import { oneLocal } from './rules/source/one-local.ts'
import { openDomain } from './rules/source/open-domain.ts'
import { publicIssuer } from './rules/source/public-issuer.ts'
import { parameters } from './rules/storage/parameters.ts'
import { noDeleteGuard } from './rules/sync/no-delete-guard.ts'
import { noScheduledFallback } from './rules/sync/no-scheduled-fallback.ts'
import { pathBeyondScope } from './rules/sync/path-beyond-scope.ts'
import { unknownField } from './rules/sync/unknown-field.ts'
import { usersWithoutAuto } from './rules/sync/users-without-auto.ts'
import { endpointNotHttps } from './rules/url/endpoint-not-https.ts'
import { endpointPrivate } from './rules/url/endpoint-private.ts'
import { lookalikeHost } from './rules/url/lookalike-host.ts'
import { metadataAddress } from './rules/url/metadata-address.ts'
import { publicHasQueryOrFragment } from './rules/url/public-has-query-or-fragment.ts'
import { publicNotHttps } from './rules/url/public-not-https.ts'
import { blankAtEnd } from './rules/value/blank-at-end.ts'
import { commaInName } from './rules/value/comma-in-name.ts'
import { invisibleCharacter } from './rules/value/invisible-character.ts'
import { placeholder } from './rules/value/placeholder.ts'
import { unrootedPath } from './rules/value/unrooted-path.ts'
import { widePunctuation } from './rules/value/wide-punctuation.ts'
import { wildcardName } from './rules/value/wildcard.ts'

/** What a file whose shape is right may still get wrong. */
const rules: RuleTable = {
  'id/duplicate': { severity: 'error', check: duplicate },
  'id/reserved': { severity: 'error', check: reserved },
  'id/route-collision': { severity: 'error', check: routeCollision },
  'ref/unknown': { severity: 'error', check: unknownReference },
  'source/one-local': { severity: 'error', check: oneLocal },
  'server/host-bits': { severity: 'warning', check: hostBits },
  'server/no-address': { severity: 'error', check: noAddress },
  'server/trusts-everyone': { severity: 'error', check: trustsEveryone },
  'session/lifetime': { severity: 'warning', check: lifetime },
  'session/memory-store': { severity: 'warning', check: memoryStore },
  // in keys that are for a secret: src/config/shape/inline-secret.ts
  'secret/inline': { severity: 'error', check: inDatabaseAddress },
  'secret/looks-like-secret': { severity: 'error', check: looksLikeSecret },
  'secret/interpolation-in-string': { severity: 'error', check: interpolationInString },
  'permission/profile-bits': { severity: 'error', check: profileBits },
  'permission/unknown-name': { severity: 'error', check: unknownName },
  'permission/unknown-bit': { severity: 'error', check: unknownBit },
  'permission/sum-names-mismatch': { severity: 'error', check: sumNamesMismatch },
  'autoregister/open-source': { severity: 'error', check: openSource },
  'autoregister/base-dir-traversal': { severity: 'error', check: baseDirTraversal },
  // these speak about right files, as does callback/two-needed
  'autoregister/name-collision': { severity: 'off', check: nameCollision },
  'autoregister/root-base-dir': { severity: 'off', check: rootBaseDir },
  'url/public-not-https': { severity: 'error', check: publicNotHttps },
  'url/public-has-query-or-fragment': { severity: 'error', check: publicHasQueryOrFragment },
  'url/endpoint-not-https': { severity: 'error', check: endpointNotHttps },
  'url/endpoint-private': { severity: 'warning', check: endpointPrivate },
  'url/lookalike-host': { severity: 'warning', check: lookalikeHost },
  'url/metadata-address': { severity: 'error', check: metadataAddress },
  'callback/mismatch': { severity: 'error', check: callbackMismatch },
  'callback/no-redirect': { severity: 'error', check: noRedirect },
  'callback/query-refused': { severity: 'error', check: queryRefused },
  'callback/two-needed': { severity: 'off', check: twoNeeded },
  'alibaba-cloud/chosen-username': { severity: 'warning', check: chosenUsername },
  'alibaba-cloud/directory-host': { severity: 'warning', check: directoryHost },
  'alibaba-cloud/for-this-way': { severity: 'error', check: forThisWay },
  'alibaba-cloud/role-twice': { severity: 'warning', check: roleTwice },
  'alibaba-cloud/session-duration': { severity: 'error', check: sessionDuration },
  'alibaba-cloud/session-name': { severity: 'error', check: sessionName },
  'alibaba-cloud/user-name': { severity: 'error', check: userName },
  'app/backchannel-private': { severity: 'warning', check: backchannelPrivate },
  'app/chosen-username': { severity: 'warning', check: chosenNameId },
  'app/department-never-met': { severity: 'warning', check: departmentNeverMet },
  'app/nobody': { severity: 'warning', check: nobody },
  'app/public-client': { severity: 'info', check: publicClient },
  'app/public-without-pkce': { severity: 'error', check: publicWithoutPkce },
  'app/same-client': { severity: 'error', check: sameClient },
  'app/saml-metadata': { severity: 'error', check: samlMetadata },
  'app/scope-openid': { severity: 'error', check: scopeOpenid },
  'alist/url-inexact': { severity: 'error', check: urlInexact },
  'admin/no-break-glass': { severity: 'warning', check: noBreakGlass },
  'admin/subject-form': { severity: 'warning', check: subjectForm },
  'admin/any-issuer': { severity: 'warning', check: anyIssuer },
  'autoregister/destructive-default': { severity: 'warning', check: destructiveDefault },
  'events/private-host': { severity: 'warning', check: privateHost },
  'forward-auth/host-taken': { severity: 'error', check: hostTaken },
  'forward-auth/trusted-proxies': { severity: 'error', check: trustedProxies },
  'grant/destructive-for-strangers': { severity: 'warning', check: destructiveForStrangers },
  'grant/gives-nothing': { severity: 'warning', check: givesNothing },
  'grant/group-given-later': { severity: 'error', check: groupGivenLater },
  'grant/never-met': { severity: 'warning', check: neverMet },
  'grant/not-always-met': { severity: 'warning', check: notAlwaysMet },
  'moved/from-is-there': { severity: 'error', check: fromIsThere },
  'organization/domain-twice': { severity: 'error', check: domainTwice },
  'permission/unnamed-sum': { severity: 'info', check: unnamedSum },
  'redirect/dangerous': { severity: 'error', check: dangerous },
  'redirect/fragment': { severity: 'error', check: fragment },
  'redirect/http': { severity: 'error', check: http },
  'redirect/own-host': { severity: 'warning', check: ownHost },
  'redirect/shared': { severity: 'warning', check: shared },
  'redirect/wildcard': { severity: 'error', check: wildcard },
  'ref/public-group': { severity: 'warning', check: publicGroup },
  'ref/unknown-group': { severity: 'warning', check: unknownGroup },
  'secret/file-name': { severity: 'warning', check: fileName },
  'secret/env-name': { severity: 'warning', check: envName },
  'secret/reused': { severity: 'warning', check: reused },
  'source/last-enabled': { severity: 'warning', check: lastEnabled },
  'source/public-issuer': { severity: 'warning', check: publicIssuer },
  'source/open-domain': { severity: 'warning', check: openDomain },
  'source/nobody': { severity: 'warning', check: sourceNobody },
  'storage/parameters': { severity: 'error', check: parameters },
  'sync/no-delete-guard': { severity: 'warning', check: noDeleteGuard },
  'sync/no-scheduled-fallback': { severity: 'warning', check: noScheduledFallback },
  'sync/path-beyond-scope': { severity: 'error', check: pathBeyondScope },
  'sync/unknown-field': { severity: 'error', check: unknownField },
  'sync/users-without-auto': { severity: 'error', check: usersWithoutAuto },
  'value/blank-at-end': { severity: 'warning', check: blankAtEnd },
  'value/comma-in-name': { severity: 'warning', check: commaInName },
  'value/invisible-character': { severity: 'error', check: invisibleCharacter },
  'value/placeholder': { severity: 'warning', check: placeholder },
  'value/unrooted-path': { severity: 'warning', check: unrootedPath },
  'value/wide-punctuation': { severity: 'warning', check: widePunctuation },
  'value/wildcard': { severity: 'warning', check: wildcardName },
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
  'schema/deprecated-key',
  'schema/empty-overlay',
  'schema/missing-key',
  'schema/unknown-key',
  'schema/unknown-type',
  'schema/version',
  'schema/wrong-type',
  'id/format',
  'grant/widened-not',
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

export function runRules(draft: Draft, levels: Levels = {}): Finding[] {
  const own = Object.entries(rules).flatMap(([rule, { severity: usual, check }]) => {
    // the others get their other weight behind the comments of the file, which excuse by this one
    const severity = usual === 'off' ? (levels[rule] ?? usual) : usual
    return severity === 'off' ? [] : check(draft).map(found => ({ severity, ...found, rule }))
  })
  return discreet(withoutTaken(httpsAtOnce(own, pluginFindings(draft))))
}

/**
 * An address that is not https and has another mistake that its source type knows is told once, with the whole address
 * as that type wants it. The error that stays is the one that protects secrets.
 */
function httpsAtOnce(own: readonly Finding[], ofTypes: readonly Finding[]): readonly Finding[] {
  if (ofTypes.length === 0) return own
  const plain = own.filter(({ rule }) => rule === 'url/endpoint-not-https')
  const isSame = (one: Finding, other: Finding) => JSON.stringify(one.at) === JSON.stringify(other.at)
  const taken = ofTypes.filter(
    found =>
      found.severity === 'error' && found.help.includes('https://') && plain.some(one => isSame(one, found)),
  )
  return [
    ...own.map(one => {
      const better = plain.includes(one) ? taken.find(found => isSame(found, one)) : undefined
      return better ? { ...one, help: better.help } : one
    }),
    ...ofTypes.filter(found => !taken.includes(found)),
  ]
}

/**
 * What is written in another language's way is told as that alone: as it stands it is not what was meant. A warning of
 * that kind takes no error: whoever excuses the one has not excused the other.
 */
function withoutTaken(findings: readonly Finding[]): readonly Finding[] {
  const literal = findings.filter(({ rule }) => rule === 'secret/interpolation-in-string')
  if (literal.length === 0) return findings
  const taken = new Map(literal.map(({ at, severity }) => [JSON.stringify(at), severity]))
  return findings.filter(finding => {
    const severity = taken.get(JSON.stringify(finding.at))
    return (
      finding.rule === 'secret/interpolation-in-string' ||
      severity === undefined ||
      (severity !== 'error' && finding.severity === 'error')
    )
  })
}
