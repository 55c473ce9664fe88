import { anyIssuer } from './admin/any-issuer.ts'
import { noBreakGlass } from './admin/no-break-glass.ts'
import { subjectForm } from './admin/subject-form.ts'
import { chosenUsername } from './alibaba-cloud/chosen-username.ts'
import { directoryHost } from './alibaba-cloud/directory-host.ts'
import { forThisWay } from './alibaba-cloud/for-this-way.ts'
import { roleTwice } from './alibaba-cloud/role-twice.ts'
import { sessionDuration } from './alibaba-cloud/session-duration.ts'
import { sessionName } from './alibaba-cloud/session-name.ts'
import { userName } from './alibaba-cloud/user-name.ts'
import { urlInexact } from './alist/url-inexact.ts'
import { backchannelPrivate } from './app/backchannel-private.ts'
import { chosenNameId } from './app/chosen-username.ts'
import { departmentNeverMet } from './app/department-never-met.ts'
import { nobody } from './app/nobody.ts'
import { publicClient } from './app/public-client.ts'
import { publicWithoutPkce } from './app/public-without-pkce.ts'
import { sameClient } from './app/same-client.ts'
import { samlMetadata } from './app/saml-metadata.ts'
import { scopeOpenid } from './app/scope-openid.ts'
import { baseDirTraversal } from './autoregister/base-dir-traversal.ts'
import { destructiveDefault } from './autoregister/destructive-default.ts'
import { nameCollision } from './autoregister/name-collision.ts'
import { openSource } from './autoregister/open-source.ts'
import { rootBaseDir } from './autoregister/root-base-dir.ts'
import { callbackMismatch } from './callback/mismatch.ts'
import { noRedirect } from './callback/no-redirect.ts'
import { queryRefused } from './callback/query-refused.ts'
import { twoNeeded } from './callback/two-needed.ts'
import { privateHost } from './events/private-host.ts'
import { hostTaken } from './forward-auth/host-taken.ts'
import { trustedProxies } from './forward-auth/trusted-proxies.ts'
import { destructiveForStrangers } from './grant/destructive-for-strangers.ts'
import { givesNothing } from './grant/gives-nothing.ts'
import { groupGivenLater } from './grant/group-given-later.ts'
import { neverMet } from './grant/never-met.ts'
import { notAlwaysMet } from './grant/not-always-met.ts'
import { duplicate } from './id/duplicate.ts'
import { reserved } from './id/reserved.ts'
import { routeCollision } from './id/route-collision.ts'
import { fromIsThere } from './moved/from-is-there.ts'
import { domainTwice } from './organization/domain-twice.ts'
import { profileBits } from './permission/profile-bits.ts'
import { sumNamesMismatch } from './permission/sum-names-mismatch.ts'
import { unknownBit } from './permission/unknown-bit.ts'
import { unknownName } from './permission/unknown-name.ts'
import { unnamedSum } from './permission/unnamed-sum.ts'
import { dangerous } from './redirect/dangerous.ts'
import { fragment } from './redirect/fragment.ts'
import { http } from './redirect/http.ts'
import { ownHost } from './redirect/own-host.ts'
import { shared } from './redirect/shared.ts'
import { wildcard } from './redirect/wildcard.ts'
import { publicGroup } from './ref/public-group.ts'
import { unknownReference } from './ref/unknown.ts'
import { unknownGroup } from './ref/unknown-group.ts'
import type { RuleTable } from './rule.ts'
import { envName } from './secret/env-name.ts'
import { fileName } from './secret/file-name.ts'
import { inDatabaseAddress } from './secret/in-database-address.ts'
import { interpolationInString } from './secret/interpolation-in-string.ts'
import { looksLikeSecret } from './secret/looks-like-secret.ts'
import { reused } from './secret/reused.ts'
import { hostBits } from './server/host-bits.ts'
import { noAddress } from './server/no-address.ts'
import { trustsEveryone } from './server/trusts-everyone.ts'
import { lifetime } from './session/lifetime.ts'
import { memoryStore } from './session/memory-store.ts'
import { lastEnabled } from './source/last-enabled.ts'
import { sourceNobody } from './source/nobody.ts'
import { oneLocal } from './source/one-local.ts'
import { openDomain } from './source/open-domain.ts'
import { publicIssuer } from './source/public-issuer.ts'
import { parameters } from './storage/parameters.ts'
import { noDeleteGuard } from './sync/no-delete-guard.ts'
import { noScheduledFallback } from './sync/no-scheduled-fallback.ts'
import { pathBeyondScope } from './sync/path-beyond-scope.ts'
import { unknownField } from './sync/unknown-field.ts'
import { usersWithoutAuto } from './sync/users-without-auto.ts'
import { endpointNotHttps } from './url/endpoint-not-https.ts'
import { endpointPrivate } from './url/endpoint-private.ts'
import { lookalikeHost } from './url/lookalike-host.ts'
import { metadataAddress } from './url/metadata-address.ts'
import { publicHasQueryOrFragment } from './url/public-has-query-or-fragment.ts'
import { publicIsCallback } from './url/public-is-callback.ts'
import { publicNotHttps } from './url/public-not-https.ts'
import { blankAtEnd } from './value/blank-at-end.ts'
import { commaInName } from './value/comma-in-name.ts'
import { invisibleCharacter } from './value/invisible-character.ts'
import { placeholder } from './value/placeholder.ts'
import { unrootedPath } from './value/unrooted-path.ts'
import { widePunctuation } from './value/wide-punctuation.ts'
import { wildcardName } from './value/wildcard.ts'

/** What a file whose shape is right may still get wrong. */
export const rules: RuleTable = {
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
  'url/public-is-callback': { severity: 'error', check: publicIsCallback },
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
