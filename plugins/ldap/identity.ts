import type { Identity } from 'sso-kit/plugin'
import type { Directory } from './directories.ts'
import { closingAttributes, subjectOf, texts } from './entry.ts'
import type { Entry } from './reply.ts'

/** What has to be read of a person. */
export function wantedOf({ subject, attributes, groups }: Directory): string[] {
  const fromEntry = 'attribute' in groups ? [groups.attribute] : []
  return [...new Set([subject, ...Object.values(attributes), ...fromEntry, ...closingAttributes])]
}

/** Somebody as their entry has them, the same for a sign-in and for the directory. */
export function identityOf(
  entry: Entry,
  { issuer, subject: attribute, attributes, emailAssigned }: Directory,
  groups: string[],
): Identity & { directoryId: string } {
  const first = (name: string) => texts(entry, name)[0]
  const subject = subjectOf(entry, attribute)
  return {
    issuer,
    subject,
    // a DN changes with the name, and with the department
    directoryId: subject,
    username: first(attributes.username),
    displayName: first(attributes.displayName),
    email: first(attributes.email),
    ...(emailAssigned && { emailAssigned }),
    phone: first(attributes.phone),
    groups,
    claims: { dn: entry.dn },
  }
}
