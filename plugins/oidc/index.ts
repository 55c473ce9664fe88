import { definePlugin, type Identity, SsoError } from 'sso-kit/plugin'
import { options } from './options.ts'
import { relyingParty } from './relying-party.ts'

export default definePlugin({
  summary: 'Any OpenID Connect server',
  options,
  allow: { domains: 'Domains of verified e-mail addresses, lower case; the whole domain is compared.' },
  public: options => options.public,
  rules: [
    ({ scopes }) =>
      scopes.includes('openid')
        ? []
        : [
            {
              rule: 'oidc/scope-openid',
              severity: 'error',
              at: ['scopes'],
              message: 'the scopes lack "openid"',
              help: 'add openid: without it the server gives no ID token',
            },
          ],
  ],

  open(options, host) {
    const party = relyingParty(options, host)
    return {
      redirect: {
        start: tx => party.departure(tx),
        async finish(callback, tx): Promise<Identity> {
          const claims = await party.claims(callback, tx)
          const text = (name: string): string | undefined => {
            const value = claims[name]
            return typeof value === 'string' && value !== '' ? value : undefined
          }
          const sub = text('sub')
          if (sub === undefined)
            throw new SsoError('source_reply_invalid', { step: 'exchange', cause: 'empty "sub"' })
          const email = text('email')
          const emailVerified = claims.email_verified === true
          const domain = emailVerified
            ? /^[^\s@<>",]+@([a-z0-9.-]+)$/i.exec(email ?? '')?.[1]?.toLowerCase()
            : undefined
          return {
            issuer: options.issuer,
            subject: sub,
            username: text('preferred_username') ?? text('nickname') ?? text('name'),
            displayName: text('name'),
            email,
            emailVerified,
            phone: text('phone_number'),
            claims: { domains: domain === undefined ? [] : [domain] },
          }
        },
      },
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})
