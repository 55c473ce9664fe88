import type { Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

/** DingTalk documents no form of a Client ID; those that it shows begin with ding and have about 20 characters, a Client Secret 64. */
const longest = 40

/** A CorpId is ding and hexadecimal digits; a Client ID has letters behind the f as well: by chance nearly none has not. */
const corpId = /^ding[0-9a-f]{16,32}$/i

export function idsSwapped({
  corpId: written,
  clientId,
}: Pick<OptionsOf<typeof options>, 'corpId' | 'clientId'>): Finding[] {
  if (typeof clientId !== 'string') return []
  // of a first file both are the same placeholder
  if (clientId === written && !/0{12}/.test(clientId))
    return [
      {
        rule: 'dingtalk/ids-swapped',
        severity: 'warning',
        at: ['clientId'],
        message:
          '"clientId" and "corpId" are the same, and belong to an app and to an organisation: nobody could sign in',
        help: "write the Client ID (AppKey) of the app, and the CorpId of the console's home page",
      },
    ]
  if (!corpId.test(clientId) || corpId.test(written)) return []
  return [
    {
      rule: 'dingtalk/ids-swapped',
      severity: 'warning',
      at: ['clientId'],
      message: '"clientId" looks like a CorpId, and "corpId" does not: nobody could sign in',
      help: `write corpId: ${clientId} and clientId: ${written}, if they were swapped`,
    },
  ]
}

export function clientIdForm({ clientId }: Pick<OptionsOf<typeof options>, 'clientId'>): Finding[] {
  if (typeof clientId !== 'string' || clientId.length <= longest) return []
  return [
    {
      rule: 'dingtalk/client-id-form',
      severity: 'warning',
      secret: true,
      at: ['clientId'],
      message: `"clientId" has ${clientId.length} characters, as a Client Secret has: perhaps it is the secret that stands here`,
      help: 'write the Client ID (AppKey) of the console, such as dingwjlht8b93ara; if it is the secret, replace it at the vendor',
    },
  ]
}
