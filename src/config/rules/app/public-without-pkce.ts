import type { Rule } from '../rule.ts'

/** RFC 9700, section 2.1.1: without a secret and without PKCE whoever gets hold of a code can redeem it. */
export const publicWithoutPkce: Rule = ({ apps }) =>
  apps
    .filter(
      ({ type, options, failed }) =>
        type === 'oidc' && options.pkce === 'optional' && !failed.has('clientSecret'),
    )
    .filter(({ options }) => options.clientSecret === undefined)
    .map(({ path }) => ({
      at: [...path, 'pkce'],
      message: 'an app without a secret must use PKCE',
      label: 'a stolen code could be redeemed by anybody',
      help: 'write pkce: required, or add clientSecret if the app can keep one',
      related: [{ at: [...path, 'id'], message: 'this app has no clientSecret' }],
    }))
