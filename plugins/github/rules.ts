import type { Common, Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

export const isGitHubCom = (address: string): boolean => new URL(address).hostname === 'github.com'

/** The token of one server must not be sent to another: somebody forgot the second address. */
export function apiOfAnotherServer({ endpoints: { login, api } }: Options): Finding[] {
  if (isGitHubCom(login) === (new URL(api).hostname === 'api.github.com')) return []
  return [
    {
      rule: 'github/api-of-another-server',
      severity: 'error',
      at: ['endpoints'],
      message: 'the sign-in is at one server and the API at another',
      help: isGitHubCom(login) ? 'leave api out' : `write api: ${new URL(login).origin}/api/v3`,
    },
  ]
}

/** GitHub's own form of a login: letters, digits and single hyphens. */
export function organizationLogins({ allow }: Options): Finding[] {
  const wrong = (allow?.organizations ?? []).findIndex(name => !/^[a-z0-9](?:-?[a-z0-9]){0,38}$/i.test(name))
  if (wrong === -1) return []
  return [
    {
      rule: 'github/organization-login',
      severity: 'error',
      at: ['allow', 'organizations', String(wrong)],
      message: 'this is no login of a GitHub organisation',
      help: 'write the last part of its address alone: https://github.com/example is example',
    },
  ]
}
