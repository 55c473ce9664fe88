/** The keys of a `type: wecom` source. */
export const options = {
  required: ['corpId', 'agentId', 'clientSecret'],
  properties: {
    corpId: {
      type: 'string',
      pattern: '^[0-9A-Za-z]+$',
      maxLength: 64,
      title: 'Corp ID',
      description: 'The organisation whose people may come in: 企业ID, under 我的企业 › 企业信息.',
      'x-ref': true,
      'x-impact': 'trust',
    },
    agentId: {
      type: 'integer',
      minimum: 1,
      title: 'Agent ID',
      description: 'AgentId of the organisation’s own app (自建应用), a number.',
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'Secret',
      description: 'Secret of the same app: a reference such as { env: WECOM_CLIENT_SECRET }.',
      'x-impact': 'trust',
    },
    endpoints: {
      type: 'object',
      default: {},
      title: 'Addresses',
      description: 'Other addresses than weixin.qq.com. https, or http to a listed private address.',
      'x-impact': 'trust',
      properties: {
        login: {
          type: 'string',
          format: 'uri',
          default: 'https://login.work.weixin.qq.com',
          title: 'Login address',
          description: 'Where people sign in with a browser. Default https://login.work.weixin.qq.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        connect: {
          type: 'string',
          format: 'uri',
          default: 'https://open.weixin.qq.com',
          title: 'Connect address',
          description: 'Where people pass inside WeCom. Default https://open.weixin.qq.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
        api: {
          type: 'string',
          format: 'uri',
          default: 'https://qyapi.weixin.qq.com',
          title: 'API address',
          description: 'The API (cgi-bin). Default https://qyapi.weixin.qq.com.',
          'x-endpoint': true,
          'x-impact': 'trust',
        },
      },
    },
  },
} as const
