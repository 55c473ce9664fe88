import { definePlugin } from 'sso-kit/plugin'
import { consoleSteps } from './console.ts'

/** Names and passwords kept by this server (argon2id). An account has one after `accounts create` or on its own page. */
export default definePlugin({
  summary: 'Names and passwords that this server keeps',
  options: { properties: {} },
  signIn: 'password',
  console: consoleSteps,
  starter: { id: 'local', name: { zh: '密码登录', en: 'Password' }, keys: {} },
  open: (_options, host) => ({ password: host.passwords }),
})
