import type { SourceConfig } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import type { Admitted, Identity } from '../model.ts'

/**
 * What a source returned, held to the host's own rules before anything is stored: a plugin's mistake must not become
 * somebody's account. Key values are compared as bytes; decoration is cut, not refused.
 */
export function vouched(identity: Identity, source?: Pick<SourceConfig, 'id' | 'public'>): Admitted {
  const { issuer, subject, directoryId } = identity
  const bad = (what: string) =>
    new SsoError('source_reply_invalid', {
      ...(source && { source: source.id }),
      step: 'profile',
      cause: what,
    })
  if (!isKey(issuer, 512)) throw bad('the issuer is empty, too long or has characters that no issuer has')
  // "0" is what an absent number becomes in more than one vendor's SDK
  if (!isKey(subject, 255) || subject === '0')
    throw bad('the subject is empty, "0", too long or has characters that no id has')
  if (directoryId !== undefined && !isKey(directoryId, 255))
    throw bad('the directory id is empty, too long or has characters that no id has')
  const claims = Buffer.byteLength(JSON.stringify(identity.claims)) <= 65_536 ? identity.claims : {}
  return {
    ...identity,
    username: cut(identity.username, 128),
    displayName: cut(identity.displayName, 128),
    email: isEmail(identity.email) ? identity.email : undefined,
    phone: cut(identity.phone, 32),
    departments: identity.departments?.slice(0, 500),
    groups: identity.groups?.slice(0, 500),
    claims,
    public: source?.public ?? false,
    directory: false,
  }
}

/** No control character, and no half of a surrogate pair: as bytes, all of those would be the same. */
const isKey = (value: unknown, longest: number): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= longest &&
  value.trim() === value &&
  !/[\p{Cc}\p{Cs}]/u.test(value)

/** Good enough to show and to write to; whether it is theirs, only the vendor knows. */
export const isEmail = (value: string | undefined): value is string =>
  value !== undefined && value.length <= 254 && /^[^\s@<>"\p{Cc}\p{Cf}]+@[^\s@<>"\p{Cc}\p{Cf}]+$/u.test(value)

/** Control and invisible characters and line separators would let one name pass for another on a page. */
function cut(value: string | undefined, longest: number): string | undefined {
  const shown = value?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, '').trim()
  if (!shown) return undefined
  return shown.length <= longest ? shown : [...shown].slice(0, longest).join('')
}
