import { definePlugin, type Identity, SsoError } from 'sso-kit/plugin'
import { casdoor } from './api.ts'
import { callsOf } from './calls.ts'
import { check } from './check.ts'
import { consoleSteps } from './console.ts'
import { directoryOf } from './directory.ts'
import { fields } from './directory-options.ts'
import { identityOf } from './identity.ts'
import { options } from './options.ts'
import { personIn } from './person.ts'
import { builtIn, clientIdForm, endpointInexact, groupNames } from './rules.ts'
import { tokenVerifier } from './token.ts'

export default definePlugin({
  summary: 'Casdoor: the people of one organization',
  options,
  allow: { groups: 'Casdoor groups with their organization, example/developers; one of them is enough.' },
  rules: [builtIn, clientIdForm, endpointInexact, groupNames],
  directory: { fields, pace: { perSecond: 5, atOnce: 2 } },
  console: consoleSteps,
  starter: {
    id: 'casdoor',
    name: { zh: 'Casdoor', en: 'Casdoor' },
    keys: {
      endpoint: 'https://door.your-company.example',
      organization: 'your-organization',
      application: 'your-application',
      clientId: '00000000000000000000',
      clientSecret: { env: 'CASDOOR_CLIENT_SECRET' },
    },
    zh: {
      endpoint: 'Casdoor 服务器的地址（origin）',
      organization: '组织',
      application: '应用',
      clientId: '客户端 ID',
      clientSecret: '客户端密钥',
    },
  },

  open(options, host) {
    const call = callsOf(host, options.endpoint)
    const api = casdoor(options, call, host)
    const verify = tokenVerifier(options, host)
    return {
      directory: directoryOf(host, call, options),

      check: () => check(options, host),
      redirect: {
        start(tx) {
          const url = new URL(`${options.endpoint}/login/oauth/authorize`)
          const parameters = new URLSearchParams({
            client_id: options.clientId,
            response_type: 'code',
            redirect_uri: tx.redirectUri,
            scope: 'openid profile email',
            state: tx.state,
            nonce: tx.nonce,
            code_challenge: tx.codeChallenge,
            code_challenge_method: 'S256',
          })
          // a plus sign of a value is %2B already: these are the spaces, which Casdoor documents as %20
          url.search = parameters.toString().replaceAll('+', '%20')
          return { url }
        },

        async finish(callback, tx): Promise<Identity> {
          const code = new URL(callback.url).searchParams.get('code')
          // with this word anybody may ask Casdoor for a new guest account (object/token_oauth.go)
          if (!code || code === 'guest-user')
            throw new SsoError('request_invalid', { step: 'return', cause: 'no code of a sign-in' })
          const { idToken, accessToken } = await api.tokens(code, tx)
          const claims = await verify(idToken, tx.nonce)
          const person = personIn(claims, options.organization, host)
          const groups = person.groups ?? (await api.groups(accessToken, person.subject))
          return identityOf(options, { ...person, groups })
        },
      },
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})
