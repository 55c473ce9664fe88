import { SsoError } from 'sso-kit/plugin'
import type { Entry } from './reply.ts'

/** The values of an attribute that are text, in the server's order. */
export function texts({ attributes }: Entry, name: string): string[] {
  return (attributes.get(name.toLowerCase()) ?? []).flatMap(value => {
    const text = value.toString()
    // what is not UTF-8 is a picture or a key
    return text !== '' && Buffer.from(text).equals(value) ? [text] : []
  })
}

/** The one value that people are known by. */
export function subjectOf(entry: Entry, attribute: string): string {
  const values = entry.attributes.get(attribute.toLowerCase()) ?? []
  const [only] = values
  const wrong = (what: string) =>
    new SsoError('source_reply_invalid', { step: 'profile', cause: `"${attribute}" of ${entry.dn} ${what}` })
  if (only === undefined) throw wrong('is not there, or the service account may not read it')
  if (values.length > 1) throw wrong('has several values')
  if (attribute.toLowerCase() === 'objectguid') {
    if (only.length !== 16) throw wrong('has not the 16 bytes of a GUID')
    return guid(only)
  }
  const [text] = texts(entry, attribute)
  if (text === undefined) throw wrong('is no text')
  return text
}

/** The value again; undefined for what {@link subjectOf} never says. */
export function subjectValue(subject: string, attribute: string): string | Buffer | undefined {
  if (attribute.toLowerCase() !== 'objectguid') return subject
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(subject)) return undefined
  const bytes = Buffer.from(subject.replaceAll('-', ''), 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

/** [MS-DTYP] §2.3.4: the first three fields have their lowest byte first. */
function guid(bytes: Buffer): string {
  const first = [bytes.readUInt32LE(0), bytes.readUInt16LE(4), bytes.readUInt16LE(6)]
  const [a, b, c] = first.map((field, index) => field.toString(16).padStart(index === 0 ? 8 : 4, '0'))
  return [a, b, c, bytes.toString('hex', 8, 10), bytes.toString('hex', 10)].join('-')
}

/** How directories say that an account is closed; each is read whatever the product, since none means anything else. */
const closedBy: Readonly<Record<string, (value: string) => boolean>> = {
  // [MS-ADTS] §2.2.16, ADS_UF_ACCOUNTDISABLE; what is no number keeps people out
  userAccountControl: value => !/^-?\d+$/.test(value) || (Number(value) & 2) !== 0,
  // draft-behera-ldap-password-policy §5.3.3; a lock that has run out is gone after a good bind
  pwdAccountLockedTime: () => true,
  // 389 Directory Server and FreeIPA
  nsAccountLock: value => value.toLowerCase() !== 'false',
}

export const closingAttributes: readonly string[] = Object.keys(closedBy)

/** Closed until somebody opens it: after wrong passwords a directory locks people out for a while, who stay what they are. */
export const isClosedForGood = (entry: Entry): boolean => {
  const by = closing(entry)
  // draft-behera-ldap-password-policy §5.3.3: this time stands for ever
  return by === 'pwdAccountLockedTime' ? texts(entry, by).includes('000001010000Z') : by !== undefined
}

/** The attribute that closes the account, if one does. */
export const closing = (entry: Entry): string | undefined =>
  closingAttributes.find(name => texts(entry, name).some(value => closedBy[name]?.(value)))
