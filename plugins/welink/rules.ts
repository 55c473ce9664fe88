import type { Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options>

/** WeLink writes the id in capitals and it is compared exactly: in small letters it would refuse everybody. */
export function tenantIdCase({ tenantId }: Options): Finding[] {
  const value = tenantId.toUpperCase()
  if (tenantId === value) return []
  return [
    {
      rule: 'welink/tenant-id-case',
      severity: 'error',
      at: ['tenantId'],
      message: 'the tenant id has small letters, so it is nobody’s',
      help: `write tenantId: "${value}"`,
      value,
    },
  ]
}

const isHuaweiCloud = (address: string): boolean => new URL(address).hostname.endsWith('.huaweicloud.com')

/** A code of one cloud and the client secret would go to another: somebody forgot the second address. */
export function apiOfAnotherCloud({ endpoints: { login, api } }: Options): Finding[] {
  if (isHuaweiCloud(login) === isHuaweiCloud(api)) return []
  return [
    {
      rule: 'welink/api-of-another-cloud',
      severity: 'error',
      at: ['endpoints'],
      message: 'the sign-in is at one cloud and the API at another',
      help: 'give both login and api, or neither',
    },
  ]
}
