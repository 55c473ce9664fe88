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
          description: 'Where the code becomes a token (/token). Default https://oauth2.googleapis.com.',
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
