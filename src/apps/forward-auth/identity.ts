import type { VouchedEmail } from '../../accounts/email.ts'
import type { Person } from '../../accounts/person.ts'

/** What the site is told of somebody, on every positive answer. The values of one person, given in this order. */
export const identityHeaders = ['Remote-User', 'Remote-Name', 'Remote-Email', 'Remote-Groups'] as const

/** Names and values in turn; a value that is not known is there and empty, so that it replaces what a browser sent. */
export function identityOf(
  { account, rights }: Pick<Person, 'account' | 'rights'>,
  email: VouchedEmail | undefined,
): string[] {
  const values = [
    inHeader(account.username),
    inHeader(account.displayName ?? ''),
    // sites find people by it: only what somebody answers for, and for nobody else
    inHeader(email?.isTheirs ? email.value : ''),
    rights.groups.map(group => inHeader(group).replaceAll(',', '%2C')).join(','),
  ]
  return identityHeaders.flatMap((name, index) => [name, values[index] ?? ''])
}

/**
 * Percent-encoded UTF-8 (RFC 3986 §2.1) of all that is not printable ASCII, of "%" itself, and of spaces at the ends,
 * which HTTP would drop. Plain names stay as they are, and decodeURIComponent gives back every one.
 */
const inHeader = (text: string): string =>
  text.replace(/\p{Cs}/gu, '\ufffd').replace(/[^\x20-\x7e]+|%|^ +| +$/g, part => encodeURIComponent(part))
