import { definePlugin, type Identity, SsoError } from 'sso-kit/plugin'
import { check } from './check.ts'
import { consoleSteps } from './console.ts'
import { options } from './options.ts'
import { relyingParty } from './relying-party.ts'

export default definePlugin({
  summary: 'Any OpenID Connect server',
  options,
  allow: { domains: 'Domains of verified e-mail addresses, lower case; the whole domain is compared.' },
  public: options => options.public,
  console: consoleSteps,
  starter: {
    id: 'partner',
    name: { zh: '合作伙伴', en: 'Partner' },
    keys: {
      issuer: 'https://id.your-partner.example',
      clientId: 'your-client-id',
      clientSecret: { env: 'PARTNER_CLIENT_SECRET' },
    },
    zh: {
      issuer: '颁发者（issuer）的地址',
      clientId: '客户端 ID',
      clientSecret: '客户端密钥',
    },
  },
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
    ({ issuer }) => {
      const more = /\/\.well-known\/|\/protocol\/openid-connect\b|[?#]/.exec(issuer)
      if (more === null) return []
      // an address may have a password in it
      const { origin, pathname } = new URL(issuer.slice(0, more.index))
      return [
        {
          rule: 'oidc/issuer-inexact',
          severity: 'error',
          at: ['issuer'],
          message: more[0].startsWith('/')
            ? `"issuer" is the address of ${more[0].startsWith('/.') ? 'the discovery document' : 'a part of Keycloak'}, not the issuer`
            : `an issuer has no ${more[0] === '?' ? 'query' : 'fragment'}`,
          help: `write issuer: ${origin}${pathname.replace(/\/$/, '')}, exactly as "issuer" in the discovery document says`,
        },
      ]
    },
  ],

  open(options, host) {
    const party = relyingParty(options, host)
    return {
      check: () => check(options, host, party),
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
            ? /^[^\s@<>",\p{Cc}\p{Cf}]+@([A-Za-z0-9.-]+)$/u.exec(email ?? '')?.[1]?.toLowerCase()
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
