import type { Common, ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import { organizationOf } from './belongings.ts'
import type { options } from './options.ts'

type Options = Shown<OptionsOf<typeof options>> & Common

/** GitHub's pages are English in every country. */
export function consoleSteps(
  { clientSecret, endpoints, allow }: Options,
  { callback, home }: ConsoleUrls,
): ConsoleStep[] {
  const app = same(`${endpoints.login} › Settings › Developer settings › OAuth Apps › New OAuth App`)
  const page = same(`${endpoints.login} › Settings › Developer settings › OAuth Apps › sso-kit`)
  const named = [...(allow?.organizations ?? []), ...(allow?.teams ?? []).map(organizationOf)]
  const organizations = [...new Set(named)].join(', ')
  return [
    { place: app, field: same('Homepage URL'), value: home },
    { place: app, field: same('Authorization callback URL'), value: callback },
    {
      place: page,
      field: same('Client ID'),
      value: null,
      note:
        organizations === ''
          ? { zh: '填入 clientId', en: 'goes into clientId' }
          : {
              zh: `填入 clientId。如组织限制第三方应用，须由其管理员批准此应用：${organizations}`,
              en: `goes into clientId. An organisation that restricts third-party apps must approve this one: ${organizations}`,
            },
    },
    {
      place: page,
      field: same('Generate a new client secret'),
      value: null,
      note: {
        zh: `不写进文件，放到 clientSecret 所指之处：${clientSecret}`,
        en: `not into the file, but where clientSecret points: ${clientSecret}`,
      },
    },
  ]
}

const same = (words: string): Words => ({ zh: words, en: words })
