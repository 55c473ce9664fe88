/** The keys of a `type: ldap` source. What has no default here has one by `directory`: see `directories.ts`. */
export const options = {
  required: ['url', 'directory', 'baseDn'],
  properties: {
    url: {
      type: 'string',
      pattern: '^ldaps?://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?/?$',
      maxLength: 512,
      'x-form': 'ldaps://HOST, or ldap://HOST with StartTLS, without a path',
      title: 'Address',
      description:
        'ldaps://HOST (port 636) or ldap://HOST (port 389, then StartTLS), without a path. A private address needs no entry in outbound.allowPrivate.',
      examples: ['ldaps://dc1.corp.example.com', 'ldap://ldap.example.com:389'],
      'x-impact': 'trust',
    },
    startTls: {
      type: 'string',
      enum: ['required', 'never'],
      default: 'required',
      title: 'StartTLS',
      description:
        'For ldap://. required: TLS has to begin before anything else is said. never: for a server on this very machine only. Default required.',
      'x-impact': 'protection',
    },
    ca: {
      type: 'string',
      // what stands in front of the first one is its name
      pattern: '^(?=[\\s\\S]*?-----BEGIN CERTIFICATE-----)[\\s\\S]+-----END CERTIFICATE-----',
      maxLength: 262_144,
      'x-form': 'a reference such as { file: ./corp-ca.pem }',
      'x-holds': 'certificates',
      title: 'Certificate authority',
      description:
        "Certificates in PEM form that sign the server's, and then no others count: a reference such as { file: ./corp-ca.pem }. Default: outbound.ca, or what the system trusts.",
      'x-ref': true,
      'x-impact': 'trust',
    },
    directory: {
      type: 'string',
      enum: ['active-directory', 'openldap', 'freeipa'],
      title: 'Directory',
      description:
        'What the server is: active-directory (Microsoft), openldap (OpenLDAP) or freeipa (FreeIPA, Red Hat IdM). The defaults of filter, subject and attributes follow from it. For another product take the closest and write those keys.',
      'x-impact': 'trust',
    },
    baseDn: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      pattern: '=',
      'x-form': 'a DN such as ou=people,dc=example,dc=com',
      title: 'Base',
      description: 'Where people are searched, in the whole tree below: ou=people,dc=example,dc=com.',
      examples: ['ou=people,dc=example,dc=com'],
      'x-impact': 'trust',
    },
    bindDn: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      title: 'Service account',
      description:
        'Who searches: an account that may read people and nothing else. A DN; Active Directory takes name@domain too.',
      'x-ref': true,
      'x-impact': 'trust',
    },
    bindPassword: {
      'x-secret': true,
      title: 'Password of the service account',
      description: 'A reference such as { env: LDAP_BIND_PASSWORD }.',
      'x-impact': 'trust',
    },
    anonymousSearch: {
      type: 'boolean',
      default: false,
      title: 'Search without an account',
      description: 'True where the directory lets anybody search; then without bindDn. Default false.',
      'x-impact': 'protection',
    },
    filter: {
      type: 'string',
      minLength: 3,
      maxLength: 1024,
      title: 'Filter',
      description:
        'Who may be found, by RFC 4515, with (attribute={username}) exactly once; what is typed is escaped. Default by directory: (&(objectClass=person)(uid={username})).',
      examples: ['(&(objectClass=person)(uid={username}))'],
      'x-impact': 'grant',
    },
    subject: {
      type: 'string',
      pattern: '^[A-Za-z][A-Za-z0-9-]*$',
      maxLength: 64,
      title: 'Subject',
      description:
        'The attribute people are known by. It has one value that never changes and is never given to somebody else. Default by directory: objectGUID, entryUUID, ipaUniqueID.',
      'x-impact': 'trust',
    },
    attributes: {
      type: 'object',
      default: {},
      title: 'Attributes',
      description: 'Attributes that fill our fields; the first value counts. Defaults by directory.',
      'x-impact': 'cosmetic',
      properties: {
        username: attribute('Username', 'The wish for a username. Default: uid or sAMAccountName.'),
        displayName: attribute('Display name', 'The name to show. Default: cn, or displayName.'),
        email: attribute('E-mail', 'The e-mail address, which counts as not proven. Default: mail.'),
        phone: attribute('Phone', 'The telephone number. Default: mobile.'),
      },
    },
    emailAssigned: {
      type: 'boolean',
      default: false,
      title: 'E-mail is assigned',
      description:
        'True where the e-mail address of an entry is written by its administrators alone and nobody can write their own: then it names people to apps. Default false.',
      'x-impact': 'trust',
    },
    groups: {
      type: 'object',
      default: {},
      title: 'Groups',
      description:
        "Where a person's groups come from: an attribute of the person, or a search where filter or baseDn is there.",
      'x-impact': 'grant',
      properties: {
        attribute: {
          type: 'string',
          pattern: '^[A-Za-z][A-Za-z0-9-]*$',
          maxLength: 64,
          default: 'memberOf',
          title: 'Attribute',
          description: 'Attribute of the person with the DNs of the groups. Default memberOf.',
          'x-impact': 'grant',
        },
        baseDn: {
          type: 'string',
          minLength: 1,
          maxLength: 1024,
          pattern: '=',
          'x-form': 'a DN such as ou=groups,dc=example,dc=com',
          title: 'Base of groups',
          description: 'Where groups are searched. Default: the whole directory, the dc=… of baseDn.',
          'x-impact': 'grant',
        },
        filter: {
          type: 'string',
          minLength: 3,
          maxLength: 1024,
          title: 'Filter of groups',
          description:
            'With (attribute={dn}) or (attribute={username}) exactly once, of the entry found and not as typed. Default (member={dn}).',
          'x-impact': 'grant',
        },
      },
    },
  },
} as const

function attribute(title: string, description: string) {
  return {
    type: 'string',
    pattern: '^[A-Za-z][A-Za-z0-9-]*$',
    maxLength: 64,
    title,
    description,
    'x-impact': 'cosmetic',
  } as const
}
