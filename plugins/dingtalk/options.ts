/** The keys of a `type: dingtalk` source. */
export const options = {
  required: ['corpId', 'clientId', 'clientSecret'],
  properties: {
    corpId: {
      type: 'string',
      pattern: '^ding[0-9A-Za-z]+$',
      maxLength: 64,
      title: 'CorpId',
      description:
        'The organisation whose people may come in; on the home page of the developer console (CorpId).',
      'x-impact': 'trust',
    },
    clientId: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      title: 'Client ID (AppKey)',
      description: 'Client ID of the internal app, formerly AppKey (凭证与基础信息).',
      'x-ref': true,
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'Client Secret (AppSecret)',
      description:
        'Client Secret of the internal app, formerly AppSecret: a reference such as { env: DINGTALK_CLIENT_SECRET }.',
      'x-impact': 'trust',
    },
    edition: {
      type: 'string',
      enum: ['standard', 'dedicated'],
      default: 'standard',
      title: 'Edition',
      description:
        'standard: people sign in on the page of DingTalk. dedicated (专属钉钉): on the organisation’s own. Default standard.',
      'x-impact': 'operational',
    },
    membership: {
      type: 'string',
      enum: ['required', 'any'],
      default: 'required',
      title: 'Membership',
      description:
        'required: only employees of corpId. any: every DingTalk account in the world. Default required.',
      'x-impact': 'grant',
    },
    mobileApp: {
      type: 'object',
      title: 'Mobile app',
      description:
        'An app of one’s own that shares through DingTalk, for the sharing settings that urls prints. Not used otherwise.',
      'x-impact': 'cosmetic',
      properties: {
        iosBundleId: {
          type: 'string',
          pattern: '^[A-Za-z0-9.-]+$',
          maxLength: 255,
          title: 'iOS bundle ID',
          description: 'Bundle ID of the iOS app.',
          examples: ['com.example.sso'],
          'x-impact': 'cosmetic',
        },
        androidPackage: {
          type: 'string',
          pattern: '^[A-Za-z]\\w*(\\.[A-Za-z]\\w*)+$',
          maxLength: 255,
          title: 'Android package',
          description: 'Package name of the Android app.',
          examples: ['com.example.sso'],
          'x-impact': 'cosmetic',
        },
        androidSignature: {
          type: 'string',
          pattern: '^[0-9a-fA-F]{32}$',
          maxLength: 32,
          'x-form': '32 hexadecimal digits, without colons',
          title: 'Android signature',
          description: 'MD5 of the certificate that the Android app is signed with, 32 hexadecimal digits.',
          examples: ['294e7d6880381b01ea56d91ee6656ff0'],
          'x-impact': 'cosmetic',
        },
      },
    },
    endpoints: {
      type: 'object',
      default: {},
      title: 'Addresses',
      description: 'Other addresses than dingtalk.com. https, or http to a listed private address.',
      'x-impact': 'trust',
      properties: {
        login: {
          type: 'string',
          format: 'uri',
          default: 'https://login.dingtalk.com',
          title: 'Login address',
          description: 'Where people sign in. Default https://login.dingtalk.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        api: {
          type: 'string',
          format: 'uri',
          default: 'https://api.dingtalk.com',
          title: 'API address',
          description: 'The newer API (v1.0). Default https://api.dingtalk.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        oapi: {
          type: 'string',
          format: 'uri',
          default: 'https://oapi.dingtalk.com',
          title: 'OAPI address',
          description: 'The older API (topapi). Default https://oapi.dingtalk.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        jsapi: {
          type: 'string',
          format: 'uri',
          default: 'https://g.alicdn.com/dingding/dingtalk-jsapi/3.1.0/dingtalk.open.js',
          title: 'Script address',
          description:
            'dingtalk.open.js, the script of the silent sign-in; the version is in the path. Default 3.1.0 at g.alicdn.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
      },
    },
  },
} as const
