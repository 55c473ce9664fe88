import type { Common, Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

const isTencent = (address: string): boolean => new URL(address).hostname.endsWith('.weixin.qq.com')

/** The codes of one server and the secret that belongs to it would go to another: somebody forgot an address. */
export function apiOfAnotherServer({ endpoints }: Options): Finding[] {
  if (new Set(Object.values(endpoints).map(isTencent)).size === 1) return []
  return [
    {
      rule: 'wecom/api-of-another-server',
      severity: 'error',
      at: ['endpoints'],
      message: 'people sign in at one server and the API is at another',
      help: 'give login, connect and api, or none of them',
    },
  ]
}
