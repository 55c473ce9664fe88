/**
 * The keys of a source of this type, as JSON Schema: `validate`, editors and the types in this folder are all made of
 * them. `x-secret` is a reference such as { env: NAME }; `x-endpoint` is an address that the sandbox replaces.
 */
export const options = /** @type {const} */ ({
  required: ['clientId', 'clientSecret'],
  properties: {
    clientId: {
      type: 'string',
      title: 'Client ID',
      description: 'Client ID of the application that you made at Acme.',
      minLength: 1,
      maxLength: 255,
      'x-ref': true,
      'x-impact': 'trust',
    },
    clientSecret: {
      'x-secret': true,
      title: 'Client secret',
      description: 'Client secret of the application: a reference such as { env: ACME_CLIENT_SECRET }.',
      'x-impact': 'trust',
    },
    endpoint: {
      type: 'string',
      format: 'uri',
      default: 'https://acme.example',
      title: 'Address',
      description: 'Where Acme is. Default https://acme.example.',
      'x-endpoint': true,
      'x-impact': 'trust',
    },
  },
})
