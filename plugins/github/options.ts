/** The keys of a `type: github` source. */
export const options = {
  required: ['clientId', 'clientSecret'],
  properties: {
    clientId: {
      type: 'string',
      title: 'Client ID',
      description: 'Client ID of the OAuth app (Settings › Developer settings).',
      minLength: 1,
      maxLength: 255,
      'x-ref': true,
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'Client secret',
      description: 'Client secret of the OAuth app: a reference such as { env: GITHUB_CLIENT_SECRET }.',
      'x-impact': 'trust',
    },
    pkce: {
      type: 'boolean',
      default: true,
      title: 'PKCE',
      description:
        'Send a PKCE challenge (S256). Default true; false only for GitHub Enterprise Server releases that refuse it.',
      'x-impact': 'protection',
    },
    endpoints: {
      type: 'object',
      default: {},
      title: 'Addresses',
      description:
        'Other addresses than github.com, for GitHub Enterprise Server. https, or http to a listed private address.',
      'x-impact': 'trust',
      properties: {
        login: {
          type: 'string',
          format: 'uri',
          default: 'https://github.com',
          title: 'Login address',
          description:
            'Where /login/oauth/authorize and /login/oauth/access_token are. Default https://github.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        api: {
          type: 'string',
          format: 'uri',
          default: 'https://api.github.com',
          title: 'API address',
          description:
            'REST API root; https://HOST/api/v3 for GitHub Enterprise Server. Default https://api.github.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
      },
    },
  },
} as const
