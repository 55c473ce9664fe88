/** The keys of a `type: passport` source. */
export const options = {
  required: ['module', 'identity'],
  properties: {
    module: {
      type: 'string',
      pattern: '^(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$',
      maxLength: 214,
      title: 'Package',
      description:
        'Name of the strategy’s package, such as passport-gitlab2; installed in the folder of this file or above.',
      examples: ['passport-gitlab2'],
      'x-impact': 'trust',
    },
    strategy: {
      type: 'string',
      pattern: '^[A-Za-z_$][\\w$]*$',
      maxLength: 128,
      title: 'Strategy',
      description:
        'Name of the strategy in the package. Default: Strategy, else what the package exports by default.',
      'x-impact': 'trust',
    },
    kind: {
      type: 'string',
      enum: ['redirect', 'password'],
      default: 'redirect',
      title: 'Kind of sign-in',
      description:
        'redirect: people are sent to the vendor; password: the strategy checks a name and a password. Default redirect.',
      'x-impact': 'trust',
    },
    options: {
      type: 'object',
      'x-free': true,
      default: {},
      title: 'Options of the strategy',
      description:
        'What the strategy’s own manual names, without the callback address. A value may be a reference at any depth; what sounds like a secret has to be one. Default: none.',
      'x-impact': 'trust',
    },
    identity: {
      type: 'object',
      required: ['issuer', 'subject'],
      title: 'Identity',
      description:
        'Whose people these are, and where in the strategy’s profile the rest is: keys and numbers with dots, such as emails.0.value.',
      'x-impact': 'trust',
      properties: {
        issuer: {
          type: 'string',
          minLength: 1,
          maxLength: 512,
          title: 'Issuer',
          description:
            'Whose subjects these are, written out: the vendor’s address, such as https://gitlab.com.',
          examples: ['https://gitlab.com'],
          'x-impact': 'trust',
        },
        subject: path(
          'Subject',
          'The vendor’s id of the person, which never changes and passes on to nobody.',
          'trust',
        ),
        username: path('Username', 'A wish for a username. Default: none.', 'cosmetic'),
        displayName: path('Display name', 'The name to show. Default: none.', 'cosmetic'),
        email: path('E-mail', 'The e-mail address. Default: none.', 'cosmetic'),
        emailVerified: path(
          'E-mail verified',
          'Whether the vendor saw the address proven; only true counts. Default: never.',
          'trust',
        ),
        phone: path('Phone', 'The telephone number. Default: none.', 'cosmetic'),
        groups: path('Groups', 'A list of groups; allow.groups compares them. Default: none.', 'grant'),
      },
    },
    pkce: {
      type: 'boolean',
      default: true,
      title: 'PKCE',
      description:
        'Send a PKCE challenge (S256), where the strategy is built on passport-oauth2. Default true; false only for a vendor that refuses it.',
      'x-impact': 'protection',
    },
    public: {
      type: 'boolean',
      default: false,
      title: 'Public vendor',
      description:
        'True if anybody can get an account at this vendor; auto-registration then needs allow. Default false.',
      'x-impact': 'grant',
    },
  },
} as const

function path<Impact extends 'cosmetic' | 'grant' | 'trust'>(
  title: string,
  description: string,
  impact: Impact,
) {
  return {
    type: 'string',
    pattern: '^[^.\\s]+(?:\\.[^.\\s]+)*$',
    maxLength: 256,
    title,
    description,
    'x-impact': impact,
  } as const
}
