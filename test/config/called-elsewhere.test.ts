import { eachSlip, site } from './slip.ts'

/** What other products and consoles call a key or a word. */
const called = (name: string) => `write "${name}": that is what it is called here`

eachSlip(site, [
  ['type: saml\n', 'protocol: saml\n', 'rename it to "type"; it is required'],
  [
    'type: oidc\n    name: Wiki',
    'protocol: openid-connect\n    name: Wiki',
    'write type: oidc; it is required',
  ],
  ['source: local, subject:', 'source: local, sub:', `${called('subject')}; it is required`],
  ['site: china', 'site: cn', 'write site: china'],
  ['baseDir: /rd', 'homeDir: /rd', called('baseDir')],
  [
    'launchUrl: https://wiki.example.com/login',
    'post_logout_redirect_uri: https://wiki.example.com/',
    'write postLogoutRedirectUris: [https://wiki.example.com/]',
    'postLogoutRedirectUris: [https://wiki.example.com/]',
  ],
])
