import type { Common, Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

/** A CorpId of DingTalk begins so, and none of WeCom's: those begin with ww or wx. */
export function corpIdForm({ corpId }: Options): Finding[] {
  if (typeof corpId !== 'string' || !corpId.startsWith('ding')) return []
  return [
    {
      rule: 'wecom/corp-id-form',
      severity: 'warning',
      at: ['corpId'],
      message: 'this is a CorpId of DingTalk: nobody could sign in',
      help: 'copy 企业ID from 我的企业 › 企业信息: it begins with ww or wx',
    },
  ]
}

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
