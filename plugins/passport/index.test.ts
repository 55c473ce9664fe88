import { fileURLToPath } from 'node:url'
import type { Simulator, World } from 'sso-kit/plugin'
import { testPlugin } from 'sso-kit/testing'
import { describe } from 'vitest'
import { simulate } from '../oidc/simulator/index.ts'
import { gitLab } from './fixtures/gitlab.ts'
import plugin from './index.ts'

describe('passport-gitlab2, which is made of passport-oauth2', () => {
  const clientSecret = 'a secret of gitlab'
  testPlugin(plugin, {
    options: {
      module: 'passport-gitlab2',
      options: { baseURL: 'https://gitlab.example.com', clientID: 'app', clientSecret },
      identity: {
        issuer: 'https://gitlab.example.com',
        subject: 'id',
        username: 'username',
        displayName: 'displayName',
        email: 'emails.0.value',
      },
    },
    simulate: gitLab({
      id: 'app',
      secret: clientSecret,
      redirectUri: 'https://sso.example.com/auth/rehearsal/callback',
    }),
  })
})

describe('passport-openidconnect, which has its own state store and a nonce', () => {
  const issuer = 'https://id.example'
  const clientSecret = 'a secret of partner'
  testPlugin(plugin, {
    options: {
      module: 'passport-openidconnect',
      options: {
        issuer,
        authorizationURL: `${issuer}/authorize`,
        tokenURL: `${issuer}/token`,
        userInfoURL: `${issuer}/userinfo`,
        clientID: 'app',
        clientSecret,
        scope: ['profile', 'email'],
      },
      identity: { issuer, subject: 'id', username: 'username', displayName: 'displayName' },
    },
    simulate: async (world: World): Promise<Simulator> =>
      simulate(
        {
          ...{ issuer, clientId: 'app', algorithm: 'RS256', public: false },
          scopes: ['openid', 'profile', 'email'],
          clientSecret: { reveal: () => clientSecret },
        },
        world,
      ),
  })
})

describe('passport-local-htpasswd, which checks passwords and takes no callback', () => {
  testPlugin(plugin, {
    options: {
      module: 'passport-local-htpasswd',
      kind: 'password',
      options: { file: fileURLToPath(new URL('./fixtures/users.htpasswd', import.meta.url)) },
      identity: { issuer: 'users.htpasswd', subject: 'username', username: 'username' },
    },
    password: { username: 'anyi', password: 'a long enough sentence' },
  })
})
