/** The keys of a `type: google` source. */
export const options = {
  required: ['clientId', 'clientSecret'],
  properties: {
    clientId: {
      type: 'string',
      title: 'Client ID',
      description: 'Client ID of the OAuth client (web application); ends in .apps.googleusercontent.com.',
      minLength: 1,
      maxLength: 255,
      'x-ref': true,
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'Client secret',
      description: 'Client secret of the OAuth client: a reference such as { env: GOOGLE_CLIENT_SECRET }.',
      'x-impact': 'trust',
    },
    serviceAccountKey: {
      'x-secret': true,
      'x-holds': { json: { client_email: 'text', private_key: 'rsa-private-key' } },
      title: 'Service account key',
      description:
        'For sync: the JSON key of a service account with domain-wide delegation, whole: a reference such as { file: google-directory.json }.',
      'x-impact': 'trust',
    },
    directoryAdmin: {
      type: 'string',
      pattern: '^[^\\s@]+@[^\\s@]+$',
      maxLength: 254,
      title: 'Directory administrator',
      description:
        'For sync: address of the administrator whom the service account acts as; the role needs to read users, no more.',
      examples: ['directory-reader@example.com'],
      'x-impact': 'trust',
    },
    endpoints: {
      type: 'object',
      default: {},
      title: 'Addresses',
      description:
        'Other addresses that lead to Google, such as a mirror. https, or http to a listed private address.',
      'x-impact': 'trust',
      properties: {
        login: {
          type: 'string',
          format: 'uri',
          default: 'https://accounts.google.com',
          title: 'Login address',
          description: 'Where people sign in (/o/oauth2/v2/auth). Default https://accounts.google.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        token: {
          type: 'string',
          format: 'uri',
          default: 'https://oauth2.googleapis.com',
          title: 'Token address',
          description:
            'Where the code, and for sync the service account’s assertion, become tokens (/token). Default https://oauth2.googleapis.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        directory: {
          type: 'string',
          format: 'uri',
          default: 'https://admin.googleapis.com',
          title: 'Directory address',
          description:
            'The Directory API of Google Workspace, asked only for sync. Default https://admin.googleapis.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        api: {
          type: 'string',
          format: 'uri',
          default: 'https://www.googleapis.com',
          title: 'API address',
          description: 'Where the profile is read (/oauth2/v3/userinfo). Default https://www.googleapis.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
      },
    },
  },
} as const
