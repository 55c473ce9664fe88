import type { Finding } from 'sso-kit/plugin'
import { directoryOf, type Options } from './directories.ts'
import { dnKey } from './dn.ts'
import { comparedWith, isFilter } from './filter.ts'

const loopback = /^ldap:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?\/?$/i

export function plaintext({ url, startTls }: Options): Finding[] {
  if (startTls !== 'never' || url.startsWith('ldaps:') || loopback.test(url)) return []
  return [
    {
      rule: 'ldap/plaintext',
      severity: 'error',
      at: ['startTls'],
      message: 'passwords would cross the network in plain text',
      help: 'remove startTls, or write url with ldaps://',
    },
  ]
}

/** Each port has one way to begin: the other one gets no answer, or none that it understands. */
export function tlsPort({ url, startTls }: Options): Finding[] {
  const [, scheme, host, port] = /^(ldaps?):\/\/(.+):(636|389)\/?$/.exec(url) ?? []
  const isPlainAt636 = scheme === 'ldap' && port === '636' && startTls === 'required'
  if (!isPlainAt636 && !(scheme === 'ldaps' && port === '389')) return []
  return [
    {
      rule: 'ldap/tls-port',
      severity: 'warning',
      at: ['url'],
      message: isPlainAt636
        ? 'at port 636 TLS begins at once, and with ldap:// the server is asked for StartTLS first'
        : 'at port 389 TLS begins when it is asked for, and with ldaps:// it is to begin at once',
      help: isPlainAt636 ? `write url: ldaps://${host}:636` : `write url: ldap://${host}:389`,
    },
  ]
}

/** Whoever searches is said, and as nobody only on purpose. */
export function searchAccount(options: Options): Finding[] {
  const { bindDn, bindPassword, anonymousSearch } = options
  const finding = (at: string[], message: string, help: string): Finding[] => [
    { rule: 'ldap/search-account', severity: 'error', at, message, help },
  ]
  if (anonymousSearch) {
    if (bindDn === undefined && bindPassword === undefined) return []
    return finding(
      ['anonymousSearch'],
      'the search is both without an account and with one',
      'remove anonymousSearch, or bindDn and bindPassword',
    )
  }
  if (bindDn !== undefined && bindPassword !== undefined) return []
  // of a source that has only been begun the keys that are missing are told; to ask for one that is ends the rule
  if (bindDn === undefined && bindPassword === undefined && options.baseDn)
    return finding(
      [],
      'nothing says who searches the directory',
      'write bindDn and bindPassword, or anonymousSearch: true where the directory lets anybody search',
    )
  const [there, missing] = bindDn === undefined ? ['bindPassword', 'bindDn'] : ['bindDn', 'bindPassword']
  return finding([there], `"${there}" is there without "${missing}"`, `add ${missing}`)
}

/** They change with a marriage or a new desk, or pass on to somebody else. */
const mutable = new Set(
  [
    ...['uid', 'cn', 'sn', 'givenName', 'displayName', 'name', 'mail', 'mobile', 'telephoneNumber', 'title'],
    ...['sAMAccountName', 'userPrincipalName', 'mailNickname', 'proxyAddresses', 'krbPrincipalName'],
    ...['dn', 'entryDN', 'distinguishedName', 'userid', 'commonName', 'rfc822Mailbox', 'uidNumber'],
  ].map(name => name.toLowerCase()),
)

export function mutableSubject({ subject, directory }: Options): Finding[] {
  if (subject === undefined || !mutable.has(subject.toLowerCase())) return []
  const immutable = { 'active-directory': 'objectGUID', openldap: 'entryUUID', freeipa: 'ipaUniqueID' }
  return [
    {
      rule: 'ldap/mutable-subject',
      severity: 'error',
      at: ['subject'],
      message: `"${subject}" can change, or be given to somebody else, who would get this account`,
      help: `remove subject: the default is ${immutable[directory]}`,
    },
  ]
}

export function filterForm({ filter, groups }: Options): Finding[] {
  const judged = [
    { at: ['filter'], text: filter, names: ['username'], wanted: '(attribute={username})' },
    {
      at: ['groups', 'filter'],
      text: groups.filter,
      names: ['dn', 'username'],
      wanted: '(attribute={dn}) or (attribute={username})',
    },
  ]
  return judged.flatMap(({ at, text, names, wanted }): Finding[] => {
    if (text === undefined) return []
    const rule = { rule: 'ldap/filter-form', severity: 'error', at } as const
    if (!isFilter(text))
      return [
        {
          ...rule,
          message: 'this is no LDAP filter',
          help: 'write it as RFC 4515 says, every part in parentheses: (&(objectClass=person)(uid={username}))',
        },
      ]
    if (comparedWith(text, names) !== undefined) return []
    return [
      { ...rule, message: `the filter has not exactly one ${wanted}`, help: `write ${wanted} in one place` },
    ]
  })
}

/** What Active Directory takes besides a DN. A name there has none of these signs (MS-SAMR, 3.1.1.6). */
const accountName =
  /^[^"/\\[\]:;|=,+*?<>@\s]{1,256}@[\w.-]{1,253}$|^[\w.-]{1,64}\\[^"/\\[\]:;|=,+*?<>@]{1,64}$/

/** A domain as DNS has it: RFC 2247. */
const isDomain = (dn: string): boolean =>
  [...dn.matchAll(/(?:^|,)\s*dc\s*=\s*([^,]*?)\s*(?=,|$)/gi)].every(([, label = '']) =>
    /^[\p{L}\p{N}_-]+$/u.test(label),
  )

/** `cn=reader,dc=example,dc=com:hunter2`, as other programs take a name with its password. */
export function bindDnForm({ bindDn }: Options): Finding[] {
  // where it is a reference nobody knows what it says
  if (typeof bindDn !== 'string' || accountName.test(bindDn)) return []
  if (dnKey(bindDn) !== undefined && isDomain(bindDn)) return []
  return [
    {
      rule: 'ldap/dn-form',
      severity: 'error',
      at: ['bindDn'],
      message: '"bindDn" is neither a DN nor a name@domain',
      help: 'write the whole name, such as cn=reader,ou=services,dc=example,dc=com, and its password where bindPassword points',
      secret: true,
    },
  ]
}

export function dnForm(options: Options): Finding[] {
  const { baseDn, groups } = options
  const written = [
    { at: ['baseDn'], dn: baseDn },
    ...(groups.baseDn === undefined ? [] : [{ at: ['groups', 'baseDn'], dn: groups.baseDn }]),
    ...directoryOf(options).allowedGroups.map((dn, index) => ({
      at: ['allow', 'groups', String(index)],
      dn,
    })),
  ]
  return written
    .filter(({ dn }) => dnKey(dn) === undefined)
    .map(({ at }) => ({
      rule: 'ldap/dn-form',
      severity: 'error',
      at,
      message: 'this is no DN, so nothing in the directory could be it',
      help: 'write the whole name with all its parts: cn=wiki,ou=groups,dc=example,dc=com',
    }))
}
