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
  const organizations = [...new Set(named)]
  return [
    { place: app, field: same('Homepage URL'), value: home },
    { place: app, field: same('Authorization callback URL'), value: callback },
    {
      place: page,
      field: same('Client ID'),
      value: null,
      note: { zh: '填入 clientId', en: 'goes into clientId' },
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
    ...organizations.map(organization => ({
      place: same(`${endpoints.login} › ${organization} › Settings › Third-party Access › OAuth app policy`),
      field: same('sso-kit'),
      value: 'Grant access',
      note: {
        zh: '由该组织的管理员操作，仅在它限制第三方应用时：批准之前看不到谁是成员',
        en: 'an owner of the organisation does this, where it restricts third-party apps: before, nobody is seen to be a member',
      },
    })),
  ]
}

const same = (words: string): Words => ({ zh: words, en: words })
