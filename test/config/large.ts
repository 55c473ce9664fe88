/** Files of many entries. */
export const head =
  'version: 1\npublicUrl: https://sso.example.com\nserver: { trustedProxies: [10.0.0.0/8] }\n'
export const local = 'sources: [{ id: local, type: local, name: Password }]\n'
export const lines = (number: number, line: (index: number) => string) =>
  Array.from({ length: number }, (_, index) => line(index)).join('')
export const source = (index: number) =>
  `  - { id: s${index}, type: github, name: G${index}, clientId: x, clientSecret: { env: S${index} } }\n`
export const link = (index: number) =>
  `  - { id: a${index}, type: link, name: A${index}, url: "https://a.x", allow: everyone }\n`
