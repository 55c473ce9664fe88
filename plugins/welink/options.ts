/** The keys of a `type: welink` source. */
export const options = {
  required: ['clientId', 'clientSecret', 'tenantId'],
  properties: {
    clientId: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      title: 'Client ID',
      description: 'client_id of the light app (应用信息), in quotes: it consists of digits.',
      examples: ['20190828163922073733756'],
      'x-ref': true,
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'Client secret',
      description: 'client_secret of the light app: a reference such as { env: WELINK_CLIENT_SECRET }.',
      'x-impact': 'trust',
    },
    tenantId: {
      type: 'string',
      pattern: '^[0-9A-Fa-f]{32}$',
      title: 'Tenant ID',
      description: 'The tenant whose people may come in: 32 upper-case hexadecimal digits, compared exactly.',
      examples: ['E22BD2CC5F8B4EE69B931113F678A694'],
      'x-impact': 'trust',
    },
    passClientId: {
      type: 'boolean',
      default: false,
      title: 'Pass the client ID',
      description:
        'Hand clientId to HWH5.getAuthCode, as WeLink’s older documents want it. Default false: no argument.',
      'x-impact': 'operational',
    },
    endpoints: {
      type: 'object',
      default: {},
      title: 'Addresses',
      description:
        'Other addresses than welink.huaweicloud.com, for a WeLink of one’s own. https, or http to a listed private address.',
      'x-impact': 'trust',
      properties: {
        login: {
          type: 'string',
          format: 'uri',
          default: 'https://login.welink.huaweicloud.com',
          title: 'Login address',
          description: 'Where people sign in. Default https://login.welink.huaweicloud.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        api: {
          type: 'string',
          format: 'uri',
          default: 'https://open.welink.huaweicloud.com/api',
          title: 'API address',
          description: 'Root of the API, /api included. Default https://open.welink.huaweicloud.com/api.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        jsapi: {
          type: 'string',
          format: 'uri',
          default: 'https://open-doc.welink.huaweicloud.com/docs/jsapi/2.0.10/hwh5-cloudonline.js',
          title: 'Script address',
          description:
            'hwh5-cloudonline.js, the script of the silent sign-in; the version is in the path. Default 2.0.10 at open-doc.welink.huaweicloud.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
      },
    },
  },
} as const
