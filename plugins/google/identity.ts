import type { Identity } from 'sso-kit/plugin'
import type { Profile } from './api.ts'

/** A constant: an address in `endpoints` is another way to the same people. */
const issuer = 'https://accounts.google.com'

export function identityOf({ sub, name, email, emailVerified, hd }: Profile): Identity {
  const domain = hostedDomain(hd)
  return {
    issuer,
    subject: sub,
    username: email?.split('@')[0],
    displayName: name,
    email,
    // any other address was proved once and may have moved on to somebody else (account linking guide)
    emailVerified: emailVerified && (domain !== undefined || /^[^\s@]+@gmail\.com$/i.test(email ?? '')),
    // from `hd` alone: what stands after the @ can be any address that a consumer account was made with
    claims: { domains: domain === undefined ? [] : [domain] },
  }
}

/** ASCII before lower case: the sign of the Kelvin would otherwise become a k. */
const hostedDomain = (hd = ''): string | undefined =>
  /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(hd) ? hd.toLowerCase() : undefined
