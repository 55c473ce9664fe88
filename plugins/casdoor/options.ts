/** The keys of a `type: casdoor` source. */
export const options = {
  required: ['endpoint', 'organization', 'application', 'clientId', 'clientSecret'],
  properties: {
    endpoint: {
      type: 'string',
      format: 'uri',
      maxLength: 512,
      title: 'Address',
      description:
        'Address of the Casdoor server as browsers see it, without a path: https://door.example.com. Its tokens must name it as their issuer.',
      'x-endpoint': true,
      'x-impact': 'trust',
    },
    organization: {
      type: 'string',
      pattern: '^[^/\\s]+$',
      maxLength: 100,
      title: 'Organization',
      description: 'Name of the Casdoor organization whose people may come in; never built-in.',
      'x-impact': 'trust',
    },
    application: {
      type: 'string',
      pattern: '^[^/\\s]+$',
      maxLength: 100,
      title: 'Application',
      description: 'Name of the Casdoor application that people sign in to; never app-built-in.',
      'x-impact': 'trust',
    },
    clientId: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      title: 'Client ID',
      description:
        'Client ID of the application; of a shared one with -org- and the organization at its end.',
      'x-ref': true,
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'Client secret',
      description:
        'Client secret of the application, which opens all of Casdoor: a reference such as { env: CASDOOR_CLIENT_SECRET }.',
      'x-impact': 'trust',
    },
    certificate: {
      type: 'string',
      pattern: '^-----BEGIN CERTIFICATE-----[\\s\\S]+-----END CERTIFICATE-----\\s*$',
      maxLength: 16384,
      title: 'Certificate',
      description:
        "Certificate that the application's tokens are checked with, in PEM form: a reference such as { file: ./casdoor.pem }. Default: the keys that the server publishes for the application.",
      'x-ref': true,
      'x-holds': 'rsa-certificates',
      'x-impact': 'trust',
    },
  },
} as const
