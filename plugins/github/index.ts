import { definePlugin, isToken, passportRedirect, SsoError } from 'sso-kit/plugin'
import { gitHub } from './api.ts'
import { asksForMembership, belongingsOf, teamForm } from './belongings.ts'
import { check } from './check.ts'
import { consoleSteps } from './console.ts'
import { options } from './options.ts'
import {
  apiOfAnotherServer,
  clientIdForm,
  gitHubApp,
  isGitHubCom,
  organizationLogins,
  teamElsewhere,
  teamNames,
} from './rules.ts'

export default definePlugin({
  summary: 'GitHub accounts, of github.com or GitHub Enterprise Server',
  options,
  allow: {
    organizations: 'Logins of GitHub organisations; active members of one of them may sign in.',
    teams:
      'Teams as organisation/slug; members of one of them, or of a team nested in it, may sign in. The slug is the last part of the team’s address.',
  },
  groups: ({ allow }) => asksForMembership(allow),
  groupForm: ({ allow }) => teamForm(allow),
  // the number that api.github.com/users/LOGIN tells as id: a login can be given up, and taken by somebody else
  subjectForm: { pattern: /^[0-9]+$/, words: 'a number, the id at https://api.github.com/users/LOGIN' },
  // an Enterprise Server is as open as its owner makes it
  public: ({ endpoints }) => isGitHubCom(endpoints.login),
  rules: [apiOfAnotherServer, organizationLogins, teamNames, teamElsewhere, gitHubApp, clientIdForm],
  console: consoleSteps,
  redirectMatch: 'below',
  starter: {
    id: 'github',
    name: { zh: 'GitHub', en: 'GitHub' },
    keys: {
      clientId: '00000000000000000000',
      clientSecret: { env: 'GITHUB_CLIENT_SECRET' },
      // anybody can have an account there: auto-registration without this is an error
      allow: { organizations: ['your-organization'] },
    },
    zh: {
      clientId: 'Client ID',
      clientSecret: 'Client secret',
      allow: '这些组织的成员可以登录',
    },
  },

  async open(options, host) {
    const { clientId, clientSecret, pkce, endpoints, allow } = options
    const { Strategy } = (await import('passport-github2')).default
    const strategy = new Strategy(
      {
        clientID: clientId,
        clientSecret: clientSecret.reveal(),
        callbackURL: '', // per transaction
        authorizationURL: `${endpoints.login}/login/oauth/authorize`,
        tokenURL: `${endpoints.login}/login/oauth/access_token`,
        scope: ['read:user', 'user:email', ...(asksForMembership(allow) ? ['read:org'] : [])],
        // a form-encoded answer is GitHub's default; JSON lets its errors be told from tokens
        customHeaders: { accept: 'application/json', 'user-agent': 'sso-kit' },
        // the strategy reads e-mails without their `verified` flag and dies of a body that is not JSON
        skipUserProfile: true,
      },
      (
        accessToken: string,
        _refreshToken: string,
        _profile: unknown,
        done: (error: null, user: string) => void,
      ) => done(null, accessToken),
    )

    return {
      check: () => check(options, host),
      redirect: await passportRedirect<string>({
        host,
        strategy,
        pkce,
        async identity(accessToken) {
          if (!isToken(accessToken))
            throw new SsoError('source_reply_invalid', {
              step: 'exchange',
              cause: '"access_token" is no token',
            })
          const github = gitHub(host, endpoints.api, accessToken)
          const user = await github.user()
          const email = await github.primaryEmail()
          const { organizations, teams, groups } = await belongingsOf(github, allow)
          return {
            issuer: endpoints.login,
            subject: user.id,
            username: user.login,
            displayName: user.name,
            email: email?.address,
            emailVerified: email?.verified,
            groups,
            claims: { login: user.login, organizations, teams },
          }
        },
      }),
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})
