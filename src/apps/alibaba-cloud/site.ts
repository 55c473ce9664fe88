export interface Site {
  readonly console: string
  readonly role: { readonly entityId: string; readonly acsUrl: string }
  user(accountId: string): { readonly entityId: string; readonly acsUrl: string }
}

/**
 * The service provider's side, as its metadata states it. The two sites are separate systems. The path ends in `sso`
 * for roles and in `SSO` for users: both are compared exactly.
 */
export const sites: Readonly<Record<string, Site>> = {
  china: {
    console: 'ram.console.aliyun.com',
    role: { entityId: 'urn:alibaba:cloudcomputing', acsUrl: 'https://signin.aliyun.com/saml-role/sso' },
    user: accountId => ({
      entityId: `https://signin.aliyun.com/${accountId}/saml/SSO`,
      acsUrl: 'https://signin.aliyun.com/saml/SSO',
    }),
  },
  international: {
    console: 'ram.console.alibabacloud.com',
    role: {
      entityId: 'urn:alibaba:cloudcomputing:international',
      acsUrl: 'https://signin.alibabacloud.com/saml-role/sso',
    },
    user: accountId => ({
      entityId: `https://signin-intl.aliyun.com/${accountId}/saml/SSO`,
      acsUrl: 'https://signin-intl.aliyun.com/saml/SSO',
    }),
  },
}
