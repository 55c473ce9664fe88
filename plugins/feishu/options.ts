/** The keys of a `type: feishu` source. */
export const options = {
  required: ['clientId', 'clientSecret', 'tenantKey'],
  properties: {
    clientId: {
      type: 'string',
      pattern: '^cli_[0-9A-Za-z]+$',
      maxLength: 64,
      title: 'App ID',
      description: 'App ID of the custom app (凭证与基础信息), beginning with cli_.',
      'x-ref': true,
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'App Secret',
      description: 'App Secret of the custom app: a reference such as { env: FEISHU_CLIENT_SECRET }.',
      'x-impact': 'trust',
    },
    tenantKey: {
      type: 'string',
      pattern: '^[0-9A-Za-z_-]+$',
      maxLength: 64,
      title: 'Tenant key',
      description:
        'The organisation whose people may come in, as Feishu calls it (tenant_key). Everybody else is refused.',
      'x-public': true,
      'x-impact': 'trust',
    },
    region: {
      type: 'string',
      enum: ['feishu', 'lark'],
      default: 'feishu',
      title: 'Region',
      description: 'feishu (feishu.cn) or lark (larksuite.com): where the organisation is. Default feishu.',
      'x-impact': 'trust',
    },
    endpoints: {
      type: 'object',
      default: {},
      title: 'Addresses',
      description: 'Other addresses than those of the region. https, or http to a listed private address.',
      'x-impact': 'trust',
      properties: {
        login: {
          type: 'string',
          format: 'uri',
          title: 'Login address',
          description:
            'Where people sign in. Default https://accounts.feishu.cn, or https://accounts.larksuite.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        api: {
          type: 'string',
          format: 'uri',
          title: 'API address',
          description: 'The open API. Default https://open.feishu.cn, or https://open.larksuite.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        jsapi: {
          type: 'string',
          format: 'uri',
          title: 'Script address',
          description:
            'h5-js-sdk, the script of the silent sign-in; the version is in the path. Default 1.5.44 of the region.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
      },
    },
  },
} as const
