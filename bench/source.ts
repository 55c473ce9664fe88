import type { SourceConfig, Sync } from '../src/config/config.ts'

/** A source of a file whose people get accounts. */
export const source = {
  id: 'dingtalk',
  type: 'dingtalk',
  name: 'DingTalk',
  enabled: true,
  autoRegister: {
    enabled: true,
    baseDir: '/',
    permission: 768,
    role: 'general',
    onNameCollision: 'append-subject',
  },
  callbackUrl: 'https://sso.example.com/auth/dingtalk/callback',
  sync: { auto: true, users: true, everyMs: 86_400_000, scope: 'all', guard: { accounts: 20, percent: 5 } },
  options: {},
} as SourceConfig & { sync: Sync }
