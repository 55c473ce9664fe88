/** The keys of a `type: microsoft` source. */
export const options = {
  required: ['tenant', 'clientId', 'clientSecret'],
  properties: {
    tenant: {
      type: 'string',
      pattern:
        '^(?:common|organizations|consumers|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$',
      'x-form': 'a Directory (tenant) ID in lower case, organizations, consumers or common',
      title: 'Tenant',
      description:
        'Directory (tenant) ID of the organisation; or organizations (any organisation), consumers (personal accounts), common (both).',
      examples: ['72f988bf-86f1-41af-91ab-2d7cd011db47', 'organizations', 'consumers', 'common'],
      'x-impact': 'trust',
    },
    clientId: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      title: 'Client ID',
      description: 'Application (client) ID of the app registration.',
      'x-ref': true,
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'Client secret',
      description:
        'Value of a client secret of the app registration: a reference such as { env: MICROSOFT_CLIENT_SECRET }.',
      'x-impact': 'trust',
    },
    strategy: {
      type: 'string',
      enum: ['openid-client', 'passport-azure-ad'],
      default: 'openid-client',
      title: 'Strategy',
      description:
        'The library that signs people in. openid-client: comes with sso-kit. passport-azure-ad: archived, and to be installed beside it. Default openid-client.',
      'x-impact': 'protection',
    },
    endpoints: {
      type: 'object',
      default: {},
      title: 'Addresses',
      description: 'Other addresses, for national clouds. https, or http to a listed private address.',
      'x-impact': 'trust',
      properties: {
        login: {
          type: 'string',
          format: 'uri',
          default: 'https://login.microsoftonline.com',
          title: 'Login address',
          description: 'The authority, without the tenant. Default https://login.microsoftonline.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        graph: {
          type: 'string',
          format: 'uri',
          default: 'https://graph.microsoft.com',
          title: 'Graph address',
          description:
            'Microsoft Graph, asked for allow: groups and the directory. Default https://graph.microsoft.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
      },
    },
  },
} as const
