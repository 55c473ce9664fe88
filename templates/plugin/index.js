import { consoleSteps, definePlugin, SsoError } from 'sso-kit/plugin'
import { acmeApi } from './api.js'
import { options } from './options.js'

export default definePlugin({
  apiVersion: 1,
  type: 'acme',
  summary: 'Acme accounts',
  options,
  allow: { groups: 'Names of Acme groups; people in one of them may sign in.' },
  console: consoleSteps([
    {
      place: { zh: '开发者中心 › 应用', en: 'Developers › Applications' },
      field: { zh: '回调地址', en: 'Redirect URI' },
      value: '{callback}',
    },
    {
      place: { zh: '开发者中心 › 应用', en: 'Developers › Applications' },
      field: { zh: '应用编号', en: 'Client ID' },
      value: null,
      note: { zh: '填入 clientId', en: 'goes into clientId' },
    },
    {
      place: { zh: '开发者中心 › 应用', en: 'Developers › Applications' },
      field: { zh: '应用密钥', en: 'Client secret' },
      value: null,
      note: {
        zh: '不写进文件，放到 clientSecret 所指之处：{options.clientSecret}',
        en: 'not into the file, but where clientSecret points: {options.clientSecret}',
      },
    },
  ]),
  starter: {
    id: 'acme',
    name: { zh: 'Acme', en: 'Acme' },
    keys: { clientId: '0000', clientSecret: { env: 'ACME_CLIENT_SECRET' } },
  },

  open({ clientId, clientSecret, endpoint }, host) {
    const api = acmeApi(host, endpoint)
    return {
      redirect: {
        start({ state, redirectUri, codeChallenge }) {
          const url = new URL(`${endpoint}/authorize`)
          url.search = new URLSearchParams({
            response_type: 'code',
            client_id: clientId,
            redirect_uri: redirectUri,
            state,
            code_challenge: codeChallenge,
            code_challenge_method: 'S256',
          }).toString()
          return { url }
        },

        // the host has compared the state and answered `error=`
        async finish(callback, { redirectUri, codeVerifier }) {
          const code = new URL(callback.url).searchParams.get('code')
          if (!code)
            throw new SsoError('request_invalid', { step: 'return', cause: 'the return has no code' })
          const token = await api.token({
            grant_type: 'authorization_code',
            code,
            redirect_uri: redirectUri,
            client_id: clientId,
            client_secret: clientSecret.reveal(),
            code_verifier: codeVerifier,
          })
          const person = await api.person(token)
          return {
            // whose people these are, and the id that never changes: nothing else tells who somebody is
            issuer: endpoint,
            subject: person.id,
            username: person.login,
            displayName: person.name,
            email: person.email,
            groups: person.groups,
            claims: { login: person.login, groups: person.groups },
          }
        },
      },
    }
  },

  simulate: async (given, world) => (await import('./simulator.js')).simulate(given, world),
})
