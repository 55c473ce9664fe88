/** The keys of a `type: oidc` source. */
export const options = {
  required: ['issuer', 'clientId'],
  properties: {
    issuer: {
      type: 'string',
      format: 'uri',
      maxLength: 512,
      title: 'Issuer',
      description:
        'Issuer of the OpenID server, exactly as its discovery document states it; <issuer>/.well-known/openid-configuration must answer.',
      'x-endpoint': true,
      'x-impact': 'trust',
    },
    clientId: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      title: 'Client ID',
      description: 'The client id that the OpenID server gave.',
      'x-ref': true,
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'Client secret',
      description:
        'The client secret: a reference such as { env: PARTNER_CLIENT_SECRET }. Absent for a public client (PKCE only).',
      'x-impact': 'trust',
    },
    scopes: {
      type: 'array',
      items: {
        type: 'string',
        pattern: '^[!#-\\[\\]-~]+$',
        maxLength: 128,
        'x-form': 'a scope: ASCII characters but blanks, quotes and backslashes, such as openid',
      },
      default: ['openid', 'profile', 'email'],
      minItems: 1,
      maxItems: 32,
      uniqueItems: true,
      title: 'Scopes',
      description: 'What to ask for; must contain openid. Default [openid, profile, email].',
      'x-impact': 'trust',
    },
    algorithm: {
      type: 'string',
      enum: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      default: 'RS256',
      title: 'Signature algorithm',
      description:
        'The algorithm ID tokens must be signed with, never taken from the token: RS256 (RSA), PS256 (RSA-PSS), ES256 (elliptic curve P-256) or EdDSA (Ed25519). Default RS256.',
      'x-impact': 'protection',
    },
    public: {
      type: 'boolean',
      default: false,
      title: 'Public server',
      description:
        'True if anybody can get an account at this server; auto-registration then needs allow. Default false.',
      'x-impact': 'grant',
    },
  },
} as const
