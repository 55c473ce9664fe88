import type { ConsoleStep } from 'sso-kit/plugin'

/** There is no vendor: what remains to be done is the first account. */
export function consoleSteps(): ConsoleStep[] {
  return [
    {
      place: { zh: '本服务器的命令行', en: 'command line of this server' },
      field: { zh: '第一个账号', en: 'first account' },
      value: 'npx sso-kit accounts create --username NAME --password-stdin',
      note: { zh: '无需在任何地方登记', en: 'nothing has to be registered anywhere' },
    },
  ]
}
