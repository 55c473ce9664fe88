import type { Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

/** DingTalk documents no form of a Client ID; those that it shows begin with ding and have about 20 characters, a Client Secret 64. */
const longest = 40

export function clientIdForm({ clientId }: Pick<OptionsOf<typeof options>, 'clientId'>): Finding[] {
  if (typeof clientId !== 'string' || clientId.length <= longest) return []
  return [
    {
      rule: 'dingtalk/client-id-form',
      severity: 'warning',
      at: ['clientId'],
      message: `"clientId" has ${clientId.length} characters, as a Client Secret has: perhaps it is the secret that stands here`,
      help: 'write the Client ID (AppKey) of the console, such as dingwjlht8b93ara; if it is the secret, replace it at the vendor',
    },
  ]
}
