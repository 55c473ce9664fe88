import type { Common, Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

const isTencent = (address: string): boolean => new URL(address).hostname.endsWith('.weixin.qq.com')

/** The codes of one server and the secret that belongs to it would go to another: somebody forgot the second address. */
export function apiOfAnotherServer({ page, endpoints }: Options): Finding[] {
  if (isTencent(endpoints[page]) === isTencent(endpoints.api)) return []
  return [
    {
      rule: 'wecom/api-of-another-server',
      severity: 'error',
      at: ['endpoints'],
      message: 'the sign-in is at one server and the API at another',
      help: `give both ${page} and api, or neither`,
    },
  ]
}
