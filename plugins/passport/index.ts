import { definePlugin, passportPassword, passportRedirect, type Redirect, SsoError } from 'sso-kit/plugin'
import { consoleSteps } from './console.ts'
import { identityOf } from './identity.ts'
import { loadStrategy } from './load.ts'
import { options } from './options.ts'
import { revealed } from './reveal.ts'
import { hostOption, mutableSubject, noCheck } from './rules.ts'
import { verify } from './verify.ts'

export default definePlugin({
  summary: 'Any strategy of the Passport ecosystem, by package name',
  options,
  allow: { groups: 'Values of what identity.groups leads to.' },
  groups: ({ identity }) => identity.groups !== undefined,
  public: options => options.public,
  rules: [mutableSubject, hostOption, noCheck],
  console: consoleSteps,
  starter: {
    id: 'gitlab',
    name: { zh: 'GitLab', en: 'GitLab' },
    keys: {
      module: 'passport-gitlab2',
      options: {
        baseURL: 'https://gitlab.your-company.example',
        clientID: 'your-application-id',
        clientSecret: { env: 'GITLAB_CLIENT_SECRET' },
      },
      identity: {
        issuer: 'https://gitlab.your-company.example',
        subject: '_json.id',
        username: 'username',
        displayName: 'displayName',
        email: 'emails.0.value',
      },
    },
    packages: ['passport-gitlab2'],
    zh: {
      module: '策略的软件包',
      options: '策略的选项',
      identity: '身份取自策略的哪些字段',
    },
  },

  async open({ kind, options: given, identity, pkce, ...wanted }, host) {
    const Strategy = await loadStrategy(wanted, host.folder)
    const own = revealed(given)
    const source = {
      host,
      // a third parameter is SAML's: what to do when the vendor signs somebody out
      strategy: new Strategy({ ...own, callbackURL: perTransaction }, verify, verify),
      identity: (profile: unknown) => identityOf(profile, identity),
    }
    if (kind === 'redirect') return { redirect: withOurAddress(await passportRedirect({ ...source, pkce })) }
    const name = (key: string, usual: string) => (typeof own[key] === 'string' ? String(own[key]) : usual)
    const fields = {
      username: name('usernameField', 'username'),
      password: name('passwordField', 'password'),
    }
    return { password: await passportPassword({ ...source, fields }) }
  },
})

/** Constructors ask for an address; the right one is known with each sign-in. */
const perTransaction = 'https://per-transaction.invalid/'

/** A strategy that keeps to the address of its constructor would send people there. */
const withOurAddress = ({ start, finish }: Redirect): Redirect => ({
  async start(tx) {
    const { url } = await start(tx)
    if (decodeURIComponent(url.search).includes(perTransaction))
      throw new SsoError('internal', {
        step: 'start',
        cause: 'the strategy cannot be used here: it does not take the callback address it is given',
      })
    return { url }
  },
  finish,
})
