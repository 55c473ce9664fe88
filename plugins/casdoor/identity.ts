import type { Identity } from 'sso-kit/plugin'

export interface Options {
  endpoint: string
  organization: string
}

/** All that is kept of somebody, of a token or of a record: each has a name of its own for most of it. */
export interface Person {
  subject: string
  username: string | undefined
  displayName: string | undefined
  email: string | undefined
  emailVerified: boolean
  phone: string | undefined
  /** Each as `organization/group`. */
  groups: string[]
}

/** An id is not unique in Casdoor: two organizations may have it. */
const issuerOf = ({ endpoint, organization }: Options): string => `${endpoint}/${organization}`

/** The same for a sign-in and for the directory. */
export const identityOf = (options: Options, person: Person): Identity & { directoryId: string } => ({
  ...person,
  issuer: issuerOf(options),
  // unlike the name, it never changes
  directoryId: person.subject,
  claims: { organization: options.organization },
})
