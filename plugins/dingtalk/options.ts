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
    membership: {
      type: 'string',
      enum: ['required', 'any'],
      default: 'required',
      title: 'Membership',
      description:
        'required: only employees of corpId. any: every DingTalk account in the world. Default required.',
      'x-impact': 'grant',
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
      },
    },
  },
} as const
