import type { Common, Finding, OptionsOf } from 'sso-kit/plugin'
import { addressesOf } from './addresses.ts'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

const cloudOf = (address: string): string | undefined =>
  ['feishu.cn', 'larksuite.com'].find(domain => new URL(address).hostname.endsWith(`.${domain}`))

/** The codes and the secret of one cloud would go to another: somebody changed one address and not the other. */
export function apiOfAnotherCloud(options: Options): Finding[] {
  const { login, api } = addressesOf(options)
  if (cloudOf(login) === cloudOf(api)) return []
  return [
    {
      rule: 'feishu/api-of-another-cloud',
      severity: 'error',
      at: ['endpoints'],
      message: 'the sign-in is at one cloud and the API at another',
      help: 'give both login and api, or neither and the region',
    },
  ]
}

/** Names have no slash (…/contact-v3/department/field-overview): with one it is a path, and that begins at the top. */
export function departmentPath({ allow }: Options): Finding[] {
  return (allow?.departments ?? []).flatMap((name, index): Finding[] =>
    /^[^/].*\//.test(name)
      ? [
          {
            rule: 'feishu/department-path',
            severity: 'error',
            at: ['allow', 'departments', String(index)],
            message: 'no department is called so: a name has no slash in it, and a path begins with one',
            help: 'write the name of the one department, or its path from the top: /研发部/平台组',
          },
        ]
      : [],
  )
}
