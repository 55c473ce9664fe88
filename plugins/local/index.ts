import { definePlugin } from 'sso-kit/plugin'

/** Names and passwords kept by this server (argon2id). An account has one after `accounts create` or on its own page. */
export default definePlugin({
  summary: 'Names and passwords that this server keeps',
  options: { properties: {} },
  open: (_options, host) => ({ password: host.passwords }),
})
