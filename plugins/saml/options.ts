/** The keys of a `type: saml` source. */
export const options = {
  required: ['entityId', 'signOnUrl', 'certificate'],
  properties: {
    entityId: {
      type: 'string',
      minLength: 1,
      maxLength: 512,
      title: 'Entity ID',
      description:
        'Entity ID of the identity provider, exactly as its metadata states it ("entityID"); the issuer of every assertion must be it.',
      'x-impact': 'trust',
    },
    signOnUrl: {
      type: 'string',
      format: 'uri',
      maxLength: 1024,
      title: 'Sign-on address',
      description:
        'Where people are sent: SingleSignOnService of the metadata, with the binding HTTP-Redirect.',
      'x-endpoint': true,
      'x-impact': 'trust',
    },
    certificate: {
      type: 'string',
      minLength: 1,
      maxLength: 65_536,
      title: 'Certificate',
      description:
        'What the identity provider signs with: a reference such as { file: ./idp.pem } to one certificate in PEM form, or to several below each other while it changes keys. RSA of at least 2048 bits.',
      'x-ref': true,
      'x-holds': 'saml-idp-certificates',
      'x-impact': 'trust',
    },
    spEntityId: {
      type: 'string',
      minLength: 1,
      maxLength: 512,
      title: 'Our entity ID',
      description:
        'Entity ID of this server at the identity provider; assertions must have it as their audience. Default: the callback address of this source.',
      'x-impact': 'trust',
    },
    subject: {
      type: 'string',
      minLength: 1,
      maxLength: 256,
      default: 'nameId',
      title: 'Subject',
      description:
        'What a person is known by: nameId, or the name of an attribute that has one value and never changes. Default nameId.',
      'x-impact': 'trust',
    },
    nameIdFormat: {
      type: 'string',
      enum: ['persistent', 'emailAddress', 'unspecified'],
      default: 'persistent',
      title: 'Format of the NameID',
      description:
        'The format to ask for, and the only one taken while subject is nameId. persistent: an id that stays with the person. emailAddress: an address, which can pass on to somebody else. unspecified: as the provider has it. Default persistent.',
      'x-impact': 'trust',
    },
    attributes: {
      type: 'object',
      default: {},
      title: 'Attributes of the assertion, as your provider names them',
      description: 'Names of the attributes that fill our fields. Default: none.',
      'x-impact': 'cosmetic',
      properties: {
        username: attribute('Username', 'Attribute with the wish for a username. Default: none.', 'cosmetic'),
        displayName: attribute('Display name', 'Attribute with the name to show. Default: none.', 'cosmetic'),
        email: attribute('E-mail', 'Attribute with the e-mail address. Default: none.', 'cosmetic'),
        phone: attribute('Phone', 'Attribute with the telephone number. Default: none.', 'cosmetic'),
        groups: attribute(
          'Groups',
          'Attribute with one value per group; allow.groups compares them. Default: none.',
          'grant',
        ),
        departments: attribute(
          'Departments',
          'Attribute with one value per department; allow.departments compares them. Default: none.',
          'grant',
        ),
      },
    },
    allowSha1: {
      type: 'boolean',
      default: false,
      title: 'Allow SHA-1',
      description:
        'True only while an old identity provider still signs with SHA-1, which can be forged. Default false.',
      'x-impact': 'protection',
    },
  },
} as const

function attribute<Impact extends 'cosmetic' | 'grant'>(title: string, description: string, impact: Impact) {
  return { type: 'string', minLength: 1, maxLength: 256, title, description, 'x-impact': impact } as const
}
