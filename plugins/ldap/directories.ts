import type { Common, OptionsOf } from 'sso-kit/plugin'
import { suffixOf } from './dn.ts'
import type { options } from './options.ts'

export type Options = OptionsOf<typeof options> & Common

/** The options with nothing left open. */
export interface Directory {
  /** RFC 4516, without a server: the people stay the same when the directory moves to another machine. */
  issuer: string
  baseDn: string
  filter: string
  subject: string
  attributes: { username: string; displayName: string; email: string; phone: string }
  /** The organisation answers for the address. */
  emailAssigned: boolean
  groups: { attribute: string } | { baseDn: string; filter: string }
  /** DNs of `allow.groups`, as the file writes them. */
  allowedGroups: readonly string[]
}

const inetOrgPerson = { username: 'uid', displayName: 'cn', email: 'mail', phone: 'mobile' }

const defaults = {
  // [MS-ADA1–3]: objectGUID is given once, also when an account is renamed or moved
  'active-directory': {
    filter: '(&(objectCategory=person)(objectClass=user)(sAMAccountName={username}))',
    subject: 'objectGUID',
    attributes: { ...inetOrgPerson, username: 'sAMAccountName', displayName: 'displayName' },
  },
  // RFC 4530
  openldap: {
    filter: '(&(objectClass=person)(uid={username}))',
    subject: 'entryUUID',
    attributes: inetOrgPerson,
  },
  freeipa: {
    filter: '(&(objectClass=person)(uid={username}))',
    subject: 'ipaUniqueID',
    attributes: inetOrgPerson,
  },
}

type Described =
  | 'directory'
  | 'baseDn'
  | 'filter'
  | 'subject'
  | 'attributes'
  | 'emailAssigned'
  | 'groups'
  | 'allow'

export function directoryOf(options: Pick<Options, Described>): Directory {
  const { baseDn, groups, allow } = options
  const usual = defaults[options.directory]
  const searched = groups.filter !== undefined || groups.baseDn !== undefined
  return {
    issuer: `ldap:///${suffixOf(baseDn)}`,
    baseDn,
    filter: options.filter ?? usual.filter,
    subject: options.subject ?? usual.subject,
    attributes: { ...usual.attributes, ...options.attributes },
    emailAssigned: options.emailAssigned,
    groups: searched
      ? { baseDn: groups.baseDn ?? suffixOf(baseDn), filter: groups.filter ?? '(member={dn})' }
      : { attribute: groups.attribute },
    allowedGroups: allow?.groups ?? [],
  }
}
