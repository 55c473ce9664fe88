import type { Account, Binding } from '../model.ts'
import { domainOf } from './facts.ts'

/**
 * The e-mail address by which somebody may be named to others; undefined where nobody answers for it. What people write
 * into their own profile at a source answers for nothing: with it they could call themselves anybody. Those who do: a
 * source that says the person proved an address of this domain, a directory that gave this very address, and an
 * administrator, for accounts that no source has any part in.
 */
export function vouchedEmail(
  { email }: Pick<Account, 'email'>,
  bindings: readonly Binding[],
): string | undefined {
  if (email === null) return undefined
  const living = bindings.filter(({ goneAt }) => goneAt === null)
  const isVouched =
    living.every(({ password }) => password !== null) ||
    living.some(({ facts, told }) => facts?.domain === domainOf(email) || told?.email === email)
  return isVouched ? email : undefined
}
