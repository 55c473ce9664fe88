import { suggest } from '../suggest.ts'

/** Vendors that no type here is for, whatever type their names are like: what signs their people in. */
const vendors: Readonly<Record<string, string>> = {
  gitlab:
    'type: passport with module: passport-gitlab2, or type: oidc with the address of the GitLab as issuer, such as https://gitlab.com',
  bitbucket: 'type: passport with module: passport-bitbucket-oauth2',
  gitee: 'type: passport with a Passport strategy for Gitee as module',
  gitea: 'type: oidc with the address of the Gitea as issuer',
  forgejo: 'type: oidc with the address of the Forgejo as issuer',
  facebook: 'type: passport with module: passport-facebook',
  apple: 'type: passport with module: passport-apple',
  twitter: 'type: passport with module: passport-twitter',
  discord: 'type: passport with module: passport-discord',
  linkedin: 'type: oidc with issuer: https://www.linkedin.com/oauth',
  slack: 'type: oidc with issuer: https://slack.com',
  cas: 'type: oidc with the issuer of the CAS server, or type: saml',
}

/** What to write for `gitlab`, unless a type is as near to it: undefined where no vendor of these is meant. */
export function otherVendor(word: string, types: readonly string[]): string | undefined {
  // `gitlab-ce` and `gitlab2` too
  const [, first = ''] = /^([a-z]{3,})[-_ 0-9]/i.exec(word) ?? []
  const named = [word, first].map(name => name.toLowerCase()).find(name => Object.hasOwn(vendors, name))
  const meant = named ?? suggest(word, [...types, ...Object.keys(vendors)])
  return meant !== undefined && Object.hasOwn(vendors, meant) ? vendors[meant] : undefined
}
