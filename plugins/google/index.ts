import { definePlugin, isToken, passportRedirect, SsoError } from 'sso-kit/plugin'
import { userInfo } from './api.ts'
import { check } from './check.ts'
import { checkDirectory } from './check-directory.ts'
import { consoleSteps } from './console.ts'
import { directoryOf } from './directory.ts'
import { fields } from './directory-options.ts'
import { identityOf } from './identity.ts'
import { options } from './options.ts'
import { callbackForm, directoryAccount, domainForm, noHostedDomain } from './rules.ts'

export default definePlugin({
  summary: 'Google accounts, of everybody or of Google Workspace (once G Suite) organisations',
  options,
  allow: { domains: 'Hosted domains (hd) of Google Workspace organisations, lower case.' },
  // `allow: domains` is what makes it less so, and is looked at by the host
  public: () => true,
  // an opaque text to us, but never an address, which can pass on to somebody else
  subjectForm: { pattern: /^[^@]+$/, words: 'the number of the account, not its address' },
  rules: [noHostedDomain, domainForm, directoryAccount, callbackForm],
  // 2,400 calls a minute
  directory: { fields, pace: { perSecond: 10, atOnce: 2 } },
  console: consoleSteps,
  starter: {
    id: 'google',
    name: { zh: 'Google', en: 'Google' },
    keys: {
      clientId: '000000000000-0000.apps.googleusercontent.com',
      clientSecret: { env: 'GOOGLE_CLIENT_SECRET' },
      allow: { domains: ['your-company.example'] },
    },
    zh: {
      clientId: '客户端 ID',
      clientSecret: '客户端密钥',
      allow: '这些 Workspace 域名的账号可以登录',
    },
  },

  async open(options, host) {
    const { clientId, clientSecret, endpoints, allow } = options
    const { Strategy } = (await import('passport-google-oauth20')).default
    const strategy = new Strategy(
      {
        clientID: clientId,
        clientSecret: clientSecret.reveal(),
        callbackURL: '', // per transaction
        authorizationURL: `${endpoints.login}/o/oauth2/v2/auth`,
        tokenURL: `${endpoints.token}/token`,
        scope: ['openid', 'email', 'profile'],
        // the strategy would send the access token in an address
        skipUserProfile: true,
      },
      (accessToken, _refreshToken, _profile, done) => done(null, { accessToken }),
    )
    const [domain, ...others] = allow?.domains ?? []
    // it reads these from the call that starts a sign-in and drops them silently in its options
    strategy.authorizationParams = () => ({
      // the browser may be signed in with an account that may not come in: let people choose
      prompt: 'select_account',
      // a hint for Google's page and no more: people can take it out, so `hd` of the reply decides
      ...(domain !== undefined && others.length === 0 && { hd: domain }),
    })

    return {
      directory: directoryOf(options, host),

      async *check(signal) {
        yield* check(options, host)
        if (options.follows) yield* checkDirectory(options, host, signal)
      },
      redirect: await passportRedirect<{ accessToken: string }>({
        host,
        strategy,
        pkce: true,
        async identity({ accessToken }) {
          if (!isToken(accessToken))
            throw new SsoError('source_reply_invalid', {
              step: 'exchange',
              cause: '"access_token" is no token',
            })
          return identityOf(await userInfo(host, endpoints.api, accessToken))
        },
      }),
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})
